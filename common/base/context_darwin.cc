// Cancellation by a kqueue, which poll() takes for readable once one of its
// events has come: its own, or that the parent's is readable. Nobody fetches
// events from it, so that it stays so.

#include <fcntl.h>
#include <sys/event.h>
#include <unistd.h>

#include <cerrno>
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

// event_fd_ is not needed: a kqueue has events of its own.
Cancellation::Cancellation(const Context& parent)
    : event_fd_(-1), fd_(kqueue()) {
  Require(fd_ >= 0, "kqueue");
  Require(fcntl(fd_, F_SETFD, FD_CLOEXEC) == 0, "fcntl");
  struct kevent events[2];
  EV_SET(&events[0], 0, EVFILT_USER, EV_ADD, 0, 0, nullptr);
  int count = 1;
  if (parent.cancel_fd() >= 0) {
    EV_SET(&events[1], parent.cancel_fd(), EVFILT_READ, EV_ADD, 0, 0, nullptr);
    count = 2;
  }
  Require(kevent(fd_, events, count, nullptr, 0, nullptr) == 0, "kevent");
}

Cancellation::~Cancellation() { close(fd_); }

// A system call, and so fit for a signal handler.
void Cancellation::Cancel() {
  const int saved_errno = errno;
  struct kevent event;
  EV_SET(&event, 0, EVFILT_USER, 0, NOTE_TRIGGER, 0, nullptr);
  kevent(fd_, &event, 1, nullptr, 0, nullptr);
  errno = saved_errno;
}

}  // namespace minidcos
