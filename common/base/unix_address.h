// Addresses of Unix sockets.

#ifndef MINIDCOS_COMMON_BASE_UNIX_ADDRESS_H_
#define MINIDCOS_COMMON_BASE_UNIX_ADDRESS_H_

#include <sys/un.h>

#include <optional>

#include "absl/strings/string_view.h"

namespace minidcos {

// That of the socket file `path`; none if the path is too long: Linux takes
// 107 bytes.
std::optional<sockaddr_un> UnixAddress(absl::string_view path);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_UNIX_ADDRESS_H_
