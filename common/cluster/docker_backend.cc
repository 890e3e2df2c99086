#include "common/cluster/docker_backend.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/cluster/cluster.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::Status CheckCount(absl::string_view what, int count, int least) {
  if (count >= least) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(count, " ", what, ": there must be at least ", least));
}

absl::Status CheckFolder(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) {
    return ErrnoStatus(errno, absl::StrCat("workspace folder '", path, "'"));
  }
  if (!S_ISDIR(info.st_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat("workspace folder '", path, "' is not a folder"));
  }
  if (access(path.c_str(), W_OK | X_OK) != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("workspace folder '", path, "' is not writable"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckClusterOptions(const ClusterOptions& options) {
  RETURN_IF_ERROR(CheckClusterId(options.id));
  RETURN_IF_ERROR(CheckCount("masters", options.masters, 1));
  RETURN_IF_ERROR(CheckCount("agents", options.agents, 0));
  RETURN_IF_ERROR(CheckCount("public agents", options.public_agents, 0));
  const std::string& folder = options.backend.workspace_dir;
  return CheckFolder(folder.empty() ? TemporaryDirectory() : folder);
}

}  // namespace minidcos
