#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/sigpipe.h"
#include "common/base/sockets.h"

namespace minidcos {
namespace {

// A program that another thread starts between the two calls inherits it all
// the same: ChildProcess closes what it does not give.
Fd Owned(int fd) {
  if (fd >= 0) fcntl(fd, F_SETFD, FD_CLOEXEC);
  return Fd(fd);
}

}  // namespace

Fd StreamSocket(int family) { return Owned(socket(family, SOCK_STREAM, 0)); }

absl::StatusOr<SocketPair> SocketPair::Make() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
    return ErrnoStatus(errno, "making a pair of sockets");
  }
  return SocketPair{.first = Owned(ends[0]), .second = Owned(ends[1])};
}

Fd AcceptConnection(int listener) {
  Fd accepted = Owned(accept(listener, nullptr, nullptr));
  // Some systems give it the listener's O_NONBLOCK.
  if (accepted.get() >= 0) fcntl(accepted.get(), F_SETFL, 0);
  return accepted;
}

ssize_t SendWithoutSignal(int fd, absl::string_view data, bool dont_wait) {
  const WithoutSigpipe without_sigpipe;
  // POSIX does not have it, but whoever has sockets does.
  return send(fd, data.data(), data.size(), dont_wait ? MSG_DONTWAIT : 0);
}

}  // namespace minidcos
