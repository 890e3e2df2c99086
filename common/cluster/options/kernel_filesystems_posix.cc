#include <optional>
#include <string>

#include "common/cluster/options/kernel_filesystems.h"

namespace minidcos {

std::optional<std::string> KernelFilesystems() { return std::nullopt; }

bool IsOnBtrfs(const std::string&) { return false; }

}  // namespace minidcos
