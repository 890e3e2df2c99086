#include "common/base/private_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

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

}  // namespace

std::string PrivateFolderPath() {
  const char* variable = std::getenv("XDG_RUNTIME_DIR");
  const std::string runtime = variable == nullptr ? "" : variable;
  struct stat info;
  if (!runtime.empty() && runtime.size() <= kLongestRuntimeFolder &&
      IsOurs(runtime, info)) {
    return runtime + "/minidcos";
  }
  return absl::StrCat("/tmp/minidcos-", geteuid());
}

absl::StatusOr<std::string> PrivateFolder() {
  const std::string path = PrivateFolderPath();
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return ErrnoStatus(errno, absl::StrCat("creating '", path, "'"));
  }
  struct stat info;
  if (!IsOurs(path, info) || (info.st_mode & 0777) != 0700) {
    return absl::PermissionDeniedError(
        absl::StrCat("'", path,
                     "' is not a folder of yours that nobody else may enter: "
                     "remove it"));
  }
  return path;
}

}  // namespace minidcos
