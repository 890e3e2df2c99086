// Cancellation by an event that a signal handler can set, and an epoll set,
// which is readable when one of its own is.

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "common/base/context.h"

namespace minidcos {
namespace {

void Require(bool done, const char* call) {
  if (done) return;
  std::perror(call);
  std::abort();
}

}  // namespace

Cancellation::Cancellation(const Context& parent)
    : event_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      fd_(epoll_create1(EPOLL_CLOEXEC)) {
  Require(event_fd_ >= 0, "eventfd");
  Require(fd_ >= 0, "epoll_create1");
  for (const int fd : {event_fd_, parent.cancel_fd()}) {
    epoll_event event = {.events = EPOLLIN, .data = {}};
    if (fd < 0) continue;
    Require(epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
  }
}

Cancellation::~Cancellation() {
  close(fd_);
  close(event_fd_);
}

void Cancellation::Cancel() {
  const int saved_errno = errno;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(event_fd_, &one, sizeof(one));
  errno = saved_errno;
}

}  // namespace minidcos
