#include "common/base/unix_address.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <optional>

#include "absl/strings/string_view.h"

namespace minidcos {

std::optional<sockaddr_un> UnixAddress(absl::string_view path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return std::nullopt;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

}  // namespace minidcos
