#include "testing/sample_dcos/node/pkgpanda.h"

#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/status/status_macros.h"
#include "testing/sample_dcos/node/activation.h"
#include "testing/sample_dcos/node/systemd.h"
#include "testing/sample_dcos/wire/json.h"

namespace minidcos::sample {
namespace {

constexpr char kMarker[] = "/opt/mesosphere/bootstrap";

constexpr char kTarget[] =
    "[Unit]\nDescription=DC/OS\n[Install]\nWantedBy=multi-user.target\n";

absl::StatusOr<std::string> Run(const std::vector<std::string>& argv) {
  ASSIGN_OR_RETURN(const SubprocessResult result,
                   RunSubprocess(Context(), argv));
  if (result.exit_code == 0) return result.stdout_text;
  return absl::UnavailableError(
      absl::StrCat(absl::StrJoin(argv, " "), ": ", result.stderr_text));
}

absl::StatusOr<std::string> ReadFlag(const std::string& name) {
  ASSIGN_OR_RETURN(const std::string text,
                   ReadFile("/etc/mesosphere/setup-flags/" + name));
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::Status FetchPackage(const std::string& repository_url,
                          const std::string& id) {
  const std::string home = absl::StrCat("/opt/mesosphere/packages/", id);
  if (std::filesystem::exists(home)) return absl::OkStatus();
  const std::vector<std::string> name = absl::StrSplit(id, "--");
  const std::string archive = absl::StrCat(home, ".tar.xz");
  // A package that is cut short must not pass for one that is there.
  const std::string half = absl::StrCat(home, ".new");
  RETURN_IF_ERROR(RemoveTree(half));
  std::error_code error;
  std::filesystem::create_directories(half, error);
  RETURN_IF_ERROR(Run({"curl", "-fsSL", "-o", archive,
                       absl::StrCat(repository_url, "/packages/", name[0], "/",
                                    id, ".tar.xz")})
                      .status());
  RETURN_IF_ERROR(Run({"tar", "-xJf", archive, "-C", half}).status());
  RETURN_IF_ERROR(RemoveTree(archive));
  std::filesystem::rename(half, home, error);
  return error ? ErrnoStatus(error.value(), home) : absl::OkStatus();
}

absl::Status Setup(bool no_block) {
  if (!std::filesystem::exists(kMarker)) return absl::OkStatus();
  RETURN_IF_ERROR(WriteFile("/etc/systemd/system/dcos.target", kTarget, 0644));
  ASSIGN_OR_RETURN(const std::string url, ReadFlag("repository-url"));
  ASSIGN_OR_RETURN(const std::string list, ReadFlag("cluster-package-list"));
  ASSIGN_OR_RETURN(
      const std::string json,
      Run({"curl", "-fsSL",
           absl::StrCat(url, "/package_lists/", list, ".package_list.json")}));
  ASSIGN_OR_RETURN(const std::vector<std::string> ids, ParseJsonStrings(json));
  RETURN_IF_ERROR(FetchPackages(url, ids));
  RETURN_IF_ERROR(Activate(/*root=*/"", ids));
  RETURN_IF_ERROR(Systemctl({"daemon-reload"}));
  RETURN_IF_ERROR(Systemctl({"enable", "dcos.target"}));
  std::vector<std::string> start = {"start", "dcos.target"};
  if (no_block) start.push_back("--no-block");
  RETURN_IF_ERROR(Systemctl(start));
  return RemoveTree(kMarker);
}

}  // namespace

absl::Status FetchPackages(const std::string& repository_url,
                           const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    RETURN_IF_ERROR(FetchPackage(repository_url, id));
  }
  return absl::OkStatus();
}

int PkgpandaMain(const std::vector<std::string>& arguments) {
  const bool no_block =
      arguments.size() == 2 && arguments[1] == "--no-block-systemd";
  if (arguments.empty() || arguments[0] != "setup" ||
      (arguments.size() > 1 && !no_block)) {
    std::cerr << "usage: pkgpanda setup [--no-block-systemd]\n";
    return 1;
  }
  const absl::Status status = Setup(no_block);
  if (!status.ok()) std::cerr << status.message() << "\n";
  return status.ok() ? 0 : 1;
}

}  // namespace minidcos::sample
