#include "testing/sample_dcos/node/activation.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/node/local_node.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

namespace fs = std::filesystem;

constexpr char kMesosphere[] = "/opt/mesosphere";
constexpr char kUnits[] = "/etc/systemd/system";

constexpr char kWants[] = "/etc/systemd/system/dcos.target.wants";

// At the end of what is not active yet, as the real pkgpanda has it.
constexpr char kNew[] = ".new";

// What one activation replaces, as a whole.
const std::vector<std::string>& ActivePaths() {
  static const auto& paths =
      *new std::vector<std::string>{"/opt/mesosphere/bin",
                                    "/opt/mesosphere/etc",
                                    "/opt/mesosphere/include",
                                    "/opt/mesosphere/lib",
                                    "/opt/mesosphere/active",
                                    "/opt/mesosphere/environment",
                                    "/opt/mesosphere/environment.export",
                                    kWants};
  return paths;
}

class Activation {
 public:
  Activation(const std::string& root, const std::vector<std::string>& ids)
      : root_(root), ids_(ids), suffixes_({""}) {
    for (const std::string& role : Roles(root)) {
      suffixes_.push_back(absl::StrCat("_", role));
    }
  }

  absl::Status Prepare() {
    for (const std::string& path : ActivePaths()) {
      RETURN_IF_ERROR(RemoveTree(absl::StrCat(root_, path, kNew)));
    }
    for (const char* folder : {"bin", "etc", "include", "lib", "active"}) {
      RETURN_IF_ERROR(MakeFolder(
          absl::StrCat(root_, kMesosphere, "/", folder, kNew), 0755));
    }
    std::error_code error;
    fs::create_directories(absl::StrCat(root_, kWants, kNew), error);
    if (error) return ErrnoStatus(error.value(), kWants);
    for (const std::string& id : ids_) RETURN_IF_ERROR(AddPackage(id));
    return WriteEnvironment();
  }

  // The units that are wanted now.
  std::vector<std::string> Wanted() const { return Names(kWants); }

  absl::Status Swap() {
    for (const std::string& unit : Wanted()) {
      RETURN_IF_ERROR(RemoveTree(absl::StrCat(root_, kUnits, "/", unit)));
    }
    for (const std::string& path : ActivePaths()) {
      RETURN_IF_ERROR(RemoveTree(root_ + path));
      std::error_code error;
      fs::rename(absl::StrCat(root_, path, kNew), root_ + path, error);
      if (error) return ErrnoStatus(error.value(), path);
    }
    for (const auto& [path, content] : units_) {
      RETURN_IF_ERROR(WriteFile(root_ + path, content, 0644));
    }
    return absl::OkStatus();
  }

 private:
  // Where a package is on the node.
  static std::string Home(const std::string& id) {
    return absl::StrCat(kMesosphere, "/packages/", id);
  }

  absl::Status AddPackage(const std::string& id) {
    const std::vector<std::string> name = absl::StrSplit(id, "--");
    if (!fs::is_directory(root_ + Home(id))) {
      return absl::NotFoundError(absl::StrCat("no package ", id));
    }
    RETURN_IF_ERROR(Link(
        Home(id), absl::StrCat(kMesosphere, "/active", kNew, "/", name[0])));
    for (const std::string& suffix : suffixes_) {
      for (const char* folder : {"bin", "etc", "include", "lib"}) {
        RETURN_IF_ERROR(LinkAll(absl::StrCat(Home(id), "/", folder, suffix),
                                absl::StrCat(kMesosphere, "/", folder, kNew)));
      }
      RETURN_IF_ERROR(
          AddUnits(absl::StrCat(Home(id), "/dcos.target.wants", suffix)));
    }
    const absl::StatusOr<std::string> json =
        ReadFile(absl::StrCat(root_, Home(id), "/pkginfo.json"));
    if (!json.ok()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const PackageInfo info, FromJson<PackageInfo>(*json));
    environment_.insert(info.environment().begin(), info.environment().end());
    return absl::OkStatus();
  }

  absl::Status Link(const std::string& target, const std::string& path) {
    std::error_code error;
    fs::create_symlink(target, root_ + path, error);
    return error ? ErrnoStatus(error.value(), path) : absl::OkStatus();
  }

  // Links every entry of the folder `from`, if there is one, in the folder
  // `to`.
  absl::Status LinkAll(const std::string& from, const std::string& to) {
    for (const std::string& name : Names(from)) {
      RETURN_IF_ERROR(
          Link(absl::StrCat(from, "/", name), absl::StrCat(to, "/", name)));
    }
    return absl::OkStatus();
  }

  absl::Status AddUnits(const std::string& folder) {
    for (const std::string& name : Names(folder)) {
      const std::string unit = absl::StrCat(kUnits, "/", name);
      ASSIGN_OR_RETURN(units_[unit],
                       ReadFile(absl::StrCat(root_, folder, "/", name)));
      RETURN_IF_ERROR(Link(unit, absl::StrCat(kWants, kNew, "/", name)));
    }
    return absl::OkStatus();
  }

  std::vector<std::string> Names(const std::string& folder) const {
    std::vector<std::string> names;
    std::error_code none_there;
    for (const auto& entry :
         fs::directory_iterator(root_ + folder, none_there)) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

  absl::Status WriteEnvironment() {
    environment_.emplace("LD_LIBRARY_PATH", "/opt/mesosphere/lib");
    environment_.emplace("PATH",
                         "/opt/mesosphere/bin:/usr/local/sbin:/usr/local/bin:"
                         "/usr/sbin:/usr/bin:/sbin:/bin");
    std::string lines;
    std::string exports;
    for (const auto& [name, value] : environment_) {
      absl::StrAppend(&lines, name, "=", value, "\n");
      absl::StrAppend(&exports, "export ", name, "=", value, "\n");
    }
    const std::string path = absl::StrCat(root_, kMesosphere, "/environment");
    RETURN_IF_ERROR(WriteFile(absl::StrCat(path, kNew), lines, 0644));
    return WriteFile(absl::StrCat(path, ".export", kNew), exports, 0644);
  }

  const std::string root_;
  const std::vector<std::string> ids_;
  std::vector<std::string> suffixes_;
  std::map<std::string, std::string> environment_;
  std::map<std::string, std::string> units_;  // path to content
};

}  // namespace

absl::Status Activate(
    const std::string& root, const std::vector<std::string>& ids,
    const std::function<absl::Status(const std::vector<std::string>&)>& stop) {
  Activation activation(root, ids);
  RETURN_IF_ERROR(activation.Prepare());
  const std::vector<std::string> wanted = activation.Wanted();
  if (!wanted.empty()) RETURN_IF_ERROR(stop(wanted));
  return activation.Swap();
}

}  // namespace minidcos::sample
