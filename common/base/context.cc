#include "common/base/context.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/monotonic_clock.h"

namespace minidcos {
namespace {

bool IsReadable(int fd) {
  pollfd poll_fd = {.fd = fd, .events = POLLIN, .revents = 0};
  return poll(&poll_fd, 1, 0) == 1;
}

void Require(bool done, const char* call) {
  if (done) return;
  std::perror(call);
  std::abort();
}

}  // namespace

Cancellation::Cancellation() : Cancellation(Context()) {}

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

bool Cancellation::cancelled() const { return IsReadable(fd_); }

Context Context::WithTimeout(absl::Duration timeout) const {
  Context context = *this;
  context.deadline_ = std::min(deadline_, MonotonicNow() + timeout);
  return context;
}

Context Context::WithCancellation(const Cancellation& cancellation) const {
  Context context = *this;
  context.cancellation_ = &cancellation;
  return context;
}

absl::Status Context::Check() const {
  if (cancelled()) return absl::CancelledError("interrupted");
  if (MonotonicNow() >= deadline_) {
    return absl::DeadlineExceededError("timed out");
  }
  return absl::OkStatus();
}

bool Context::cancelled() const {
  return cancellation_ != nullptr && cancellation_->cancelled();
}

absl::Duration Context::Remaining() const {
  return std::max(deadline_ - MonotonicNow(), absl::ZeroDuration());
}

int Context::PollTimeout(absl::Duration at_most) const {
  const absl::Duration timeout = std::min(Remaining(), at_most);
  if (timeout == absl::InfiniteDuration()) return -1;
  const int64_t milliseconds =
      absl::ToInt64Milliseconds(absl::Ceil(timeout, absl::Milliseconds(1)));
  return static_cast<int>(
      std::min<int64_t>(milliseconds, std::numeric_limits<int>::max()));
}

int Context::cancel_fd() const {
  return cancellation_ == nullptr ? -1 : cancellation_->fd();
}

absl::Status Context::WaitFor(absl::Duration duration) const {
  const Context until = WithTimeout(duration);
  pollfd poll_fd = {.fd = cancel_fd(), .events = POLLIN, .revents = 0};
  while (until.Check().ok()) poll(&poll_fd, 1, until.PollTimeout());
  return Check();
}

}  // namespace minidcos
