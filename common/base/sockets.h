// Sockets as this code wants them, which POSIX alone makes in several steps: no
// program that we start inherits them, and nobody is killed for writing to one
// whose other side is gone.

#ifndef MINIDCOS_COMMON_BASE_SOCKETS_H_
#define MINIDCOS_COMMON_BASE_SOCKETS_H_

#include <sys/types.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/fd.h"

namespace minidcos {

// A stream socket of `family`, such as AF_UNIX. Holds -1, with errno set, if
// there are no more.
Fd StreamSocket(int family);

// Two that are connected to each other.
struct SocketPair {
  Fd first;
  Fd second;

  static absl::StatusOr<SocketPair> Make();
};

// accept(): holds -1, with errno set, if it fails.
Fd AcceptConnection(int listener);

// send(), which fails with EPIPE where it would also raise SIGPIPE, and with
// `dont_wait` with EAGAIN where it would wait. For any socket.
ssize_t SendWithoutSignal(int fd, absl::string_view data,
                          bool dont_wait = false);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_SOCKETS_H_
