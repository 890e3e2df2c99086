#include "common/base/context.h"

#include <poll.h>

#include <algorithm>
#include <cstdint>
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

}  // namespace

Cancellation::Cancellation() : Cancellation(Context()) {}

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
