#include "common/dcos/sync/checkout.h"

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/file_tree.h"
#include "common/base/files.h"
#include "common/base/tar.h"
#include "common/dcos/installer/installer.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kTests[] = "packages/dcos-integration-test/extra";
constexpr char kBootstrap[] = "packages/bootstrap/extra/dcos_internal_utils";
constexpr char kOpenTests[] = "open_source_tests";

bool IsFolder(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool Exists(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0;
}

bool IsCache(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  return std::any_of(parts.begin(), parts.end(), [](absl::string_view part) {
    return part == "__pycache__" || part == ".pytest_cache" ||
           part == ".mypy_cache" || part == ".git" ||
           absl::EndsWith(part, ".pyc") || absl::EndsWith(part, ".pyo");
  });
}

// Where `name`, of the folder of tests, goes; empty for nowhere.
std::string AmongOpenTests(absl::string_view name) {
  if (name == "conftest.py") return "";
  if (name == "util" || absl::StartsWith(name, "util/")) {
    return std::string(name);
  }
  return absl::StrCat(kOpenTests, "/", name);
}

// Adds what is in `folder` to `tar`, each under the name that `rename` gives.
absl::Status Pack(const Context& ctx, const std::string& folder,
                  const std::function<std::string(absl::string_view)>& rename,
                  TarWriter& tar) {
  ASSIGN_OR_RETURN(const std::unique_ptr<FileTree> tree,
                   FileTree::Open(folder, FileTree::Links::kFollow));
  while (true) {
    RETURN_IF_ERROR(ctx.Check());
    ASSIGN_OR_RETURN(const FileTree::Entry* entry, tree->Next());
    if (entry == nullptr) return absl::OkStatus();
    if (entry->name.empty() || IsCache(entry->name)) continue;
    const std::string name = rename(entry->name);
    if (name.empty()) continue;
    const mode_t mode = entry->status.st_mode;
    if (S_ISDIR(mode)) {
      tar.AddFolder(name, 0755);
    } else if (S_ISREG(mode)) {
      ASSIGN_OR_RETURN(const std::string content, ReadFile(entry->path));
      // Whatever a umask has made of the checkout, DC/OS's own users read it.
      tar.AddFile(name, content, (mode & 0111) != 0 ? 0755 : 0644);
    }
  }
}

absl::Status PackAll(const Context& ctx, const Checkout& checkout,
                     TarWriter& tar) {
  const auto below = [](absl::string_view folder) {
    return [folder](absl::string_view name) {
      return absl::StrCat(folder, "/", name);
    };
  };
  tar.AddFolder("tests", 0755);
  RETURN_IF_ERROR(
      Pack(ctx, absl::StrCat(checkout.path, "/", kTests), below("tests"), tar));
  tar.AddFolder("bootstrap", 0755);
  return Pack(ctx, absl::StrCat(checkout.path, "/", kBootstrap),
              below("bootstrap"), tar);
}

absl::Status PackOpenTests(const Context& ctx, const Checkout& checkout,
                           TarWriter& tar) {
  tar.AddFolder("tests", 0755);
  tar.AddFolder(absl::StrCat("tests/", kOpenTests), 0755);
  return Pack(
      ctx, absl::StrCat(checkout.path, "/", kTests),
      [](absl::string_view name) {
        const std::string place = AmongOpenTests(name);
        return place.empty() ? place : absl::StrCat("tests/", place);
      },
      tar);
}

}  // namespace

absl::StatusOr<Checkout> OpenCheckout(const std::string& path) {
  for (const char* folder : {kTests, kBootstrap}) {
    if (IsFolder(absl::StrCat(path, "/", folder))) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "'", path, "' is not a checkout of DC/OS: it has no '", folder, "'"));
  }
  return Checkout{path, Exists(path + "/packages/upstream.json")
                            ? DcosVariant::kEnterprise
                            : DcosVariant::kOpen};
}

absl::StatusOr<std::string> PackCheckout(const Context& ctx,
                                         const Checkout& checkout,
                                         DcosVariant variant) {
  const bool are_open_tests = variant == DcosVariant::kEnterprise &&
                              checkout.variant == DcosVariant::kOpen;
  TarWriter tar;
  const absl::Status packed = are_open_tests ? PackOpenTests(ctx, checkout, tar)
                                             : PackAll(ctx, checkout, tar);
  RETURN_IF_ERROR(ctx.Check());
  // All that can be wrong is in the user's own folder.
  RETURN_IF_ERROR(WithCode(packed, absl::StatusCode::kInvalidArgument));
  tar.AddFile("end", "", 0644);
  return tar.Finish();
}

}  // namespace minidcos
