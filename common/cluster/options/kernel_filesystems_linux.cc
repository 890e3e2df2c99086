#include <linux/magic.h>
#include <sys/vfs.h>

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/files.h"
#include "common/cluster/options/kernel_filesystems.h"

namespace minidcos {

std::optional<std::string> KernelFilesystems() {
  absl::StatusOr<std::string> filesystems = ReadFile("/proc/filesystems");
  if (!filesystems.ok()) return std::nullopt;
  return *std::move(filesystems);
}

bool IsOnBtrfs(const std::string& path) {
  struct statfs info;
  return statfs(path.c_str(), &info) == 0 &&
         info.f_type == static_cast<decltype(info.f_type)>(BTRFS_SUPER_MAGIC);
}

}  // namespace minidcos
