#include <sys/socket.h>

#include <cerrno>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/sockets.h"

namespace minidcos {

Fd StreamSocket(int family) {
  return Fd(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

absl::StatusOr<SocketPair> SocketPair::Make() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return ErrnoStatus(errno, "making a pair of sockets");
  }
  return SocketPair{.first = Fd(ends[0]), .second = Fd(ends[1])};
}

Fd AcceptConnection(int listener) {
  return Fd(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
}

ssize_t SendWithoutSignal(int fd, absl::string_view data, bool dont_wait) {
  return send(fd, data.data(), data.size(),
              MSG_NOSIGNAL | (dont_wait ? MSG_DONTWAIT : 0));
}

}  // namespace minidcos
