#include <optional>
#include <string>

#include "common/cluster/provision/host_limits.h"

namespace minidcos {

// The engine's kernel is another one.
std::optional<int> InotifyInstanceLimit(const std::string&) {
  return std::nullopt;
}

}  // namespace minidcos
