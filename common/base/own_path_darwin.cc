#include <mach-o/dyld.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>

#include "common/base/own_path.h"

namespace minidcos {

std::filesystem::path OwnPath() {
  uint32_t size = 0;
  _NSGetExecutablePath(nullptr, &size);  // tells the size
  std::string path(size, '\0');
  if (_NSGetExecutablePath(path.data(), &size) != 0) return "";
  std::error_code error;
  return std::filesystem::canonical(path.c_str(), error);
}

}  // namespace minidcos
