#include "common/base/private_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"

namespace minidcos {
namespace {

// Whether `path` is a folder of ours, and no link to one.
bool IsOurs(const std::string& path, struct stat& info) {
  return lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode) &&
         info.st_uid == geteuid();
}

bool IsPrivate(const std::string& path) {
  struct stat info;
  return IsOurs(path, info) && (info.st_mode & 0777) == 0700;
}

std::string FolderInTmp() { return absl::StrCat("/tmp/minidcos-", geteuid()); }

}  // namespace

std::string PrivateFolderPath() {
  const char* variable = std::getenv("XDG_RUNTIME_DIR");
  const std::string runtime = variable == nullptr ? "" : variable;
  struct stat info;
  if (!runtime.empty() && runtime.size() <= kLongestRuntimeFolder &&
      IsOurs(runtime, info)) {
    return runtime + "/minidcos";
  }
  return FolderInTmp();
}

std::vector<std::string> PrivateFolders() {
  std::set<std::string> paths = {PrivateFolderPath()};
  const std::string of_login =
      absl::StrCat("/run/user/", geteuid(), "/minidcos");
  if (paths.count(of_login) + paths.count(FolderInTmp()) > 0) {
    paths.insert({of_login, FolderInTmp()});
  }
  std::vector<std::string> found;
  for (const std::string& path : paths) {
    if (IsPrivate(path)) found.push_back(path);
  }
  return found;
}

absl::StatusOr<std::string> PrivateFolder() {
  const std::string path = PrivateFolderPath();
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return ErrnoStatus(errno, absl::StrCat("creating '", path, "'"));
  }
  if (!IsPrivate(path)) {
    return absl::PermissionDeniedError(
        absl::StrCat("'", path,
                     "' is not a folder of yours that nobody else may enter: "
                     "remove it"));
  }
  return path;
}

}  // namespace minidcos
