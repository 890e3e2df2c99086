// What this machine's kernel tells of file systems.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_KERNEL_FILESYSTEMS_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_KERNEL_FILESYSTEMS_H_

#include <optional>
#include <string>

namespace minidcos {

// Those that it has, as Linux lists them in /proc/filesystems; none where it is
// another system, whose engines have a kernel of their own.
std::optional<std::string> KernelFilesystems();

// Whether `path` is on btrfs.
bool IsOnBtrfs(const std::string& path);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_KERNEL_FILESYSTEMS_H_
