#include "common/doctor/read_greeting.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr size_t kMost = 4096;

absl::Status Unavailable(int error) {
  return absl::UnavailableError(std::strerror(error));
}

absl::Status WaitFor(const Context& ctx, int fd, short event) {
  pollfd polled[] = {{fd, event, 0}, {ctx.cancel_fd(), POLLIN, 0}};
  while (poll(polled, 2, ctx.PollTimeout()) < 0 && errno == EINTR) {
  }
  return ctx.Check();
}

absl::StatusOr<Fd> Connect(const Context& ctx, const std::string& address,
                           int port) {
  sockaddr_in target = {};
  target.sin_family = AF_INET;
  target.sin_port = htons(static_cast<uint16_t>(port));
  if (inet_pton(AF_INET, address.c_str(), &target.sin_addr) != 1) {
    return absl::UnavailableError("not an address");
  }
  Fd fd(socket(AF_INET, SOCK_STREAM, 0));
  if (fd.get() < 0) return Unavailable(errno);
  fcntl(fd.get(), F_SETFD, FD_CLOEXEC);
  fcntl(fd.get(), F_SETFL, O_NONBLOCK);
  if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&target),
              sizeof(target)) == 0) {
    return fd;
  }
  if (errno != EINPROGRESS) return Unavailable(errno);
  RETURN_IF_ERROR(WaitFor(ctx, fd.get(), POLLOUT));
  int error = 0;
  socklen_t size = sizeof(error);
  getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return Unavailable(error);
  return fd;
}

}  // namespace

absl::StatusOr<std::string> ReadGreeting(const Context& ctx,
                                         const std::string& address, int port) {
  ASSIGN_OR_RETURN(const Fd fd, Connect(ctx, address, port));
  std::string said;
  while (said.size() < kMost) {
    char piece[512];
    const ssize_t size = read(fd.get(), piece, sizeof(piece));
    if (size == 0) break;
    if (size > 0) {
      said.append(piece, size);
    } else if (errno == EAGAIN) {
      RETURN_IF_ERROR(WaitFor(ctx, fd.get(), POLLIN));
    } else if (errno != EINTR) {
      return Unavailable(errno);
    }
  }
  return said;
}

}  // namespace minidcos
