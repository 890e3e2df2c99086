#include <filesystem>
#include <system_error>

#include "common/base/own_path.h"

namespace minidcos {

std::filesystem::path OwnPath() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error);
}

}  // namespace minidcos
