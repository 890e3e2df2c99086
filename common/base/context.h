// How long an operation may go on: a deadline and a cancellation, carried by
// value through every call of the library that may block (as Go's context).
//
//   Cancellation interrupted;                  // a signal handler cancels it
//   const Context ctx = Context().WithCancellation(interrupted);
//   RETURN_IF_ERROR(WaitForDcos(ctx.WithTimeout(absl::Hours(1)), cluster));
//
// What blocks on file descriptors polls Context::cancel_fd() beside its own.

#ifndef MINIDCOS_COMMON_BASE_CONTEXT_H_
#define MINIDCOS_COMMON_BASE_CONTEXT_H_

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace minidcos {

class Context;

// A wish to stop, made at most once and never taken back.
class Cancellation {
 public:
  Cancellation();

  // Also counts as cancelled once what cancels `parent` is, which must outlive
  // this: for stopping a part of the work.
  explicit Cancellation(const Context& parent);

  ~Cancellation();
  Cancellation(const Cancellation&) = delete;
  Cancellation& operator=(const Cancellation&) = delete;

  // May be called from a signal handler and from any thread.
  void Cancel();

  bool cancelled() const;

  // For poll(): readable from the moment of Cancel() on. Not to be read.
  int fd() const { return fd_; }

 private:
  int event_fd_;
  // An epoll set of event_fd_ and the parent's.
  int fd_;
};

class Context {
 public:
  // Never ends.
  Context() = default;

  // Ends `timeout` from now, or when this context does if that is earlier.
  // Setting the clock changes nothing.
  Context WithTimeout(absl::Duration timeout) const;

  // Ends when `cancellation`, which must outlive every copy, is cancelled.
  // Replaces the cancellation that this context had.
  Context WithCancellation(const Cancellation& cancellation) const;

  // OK while work may go on; else kCancelled ("interrupted") or
  // kDeadlineExceeded ("timed out").
  absl::Status Check() const;

  bool cancelled() const;

  // Time left, never negative.
  absl::Duration Remaining() const;

  // What poll() takes: milliseconds left rounded up, -1 for no deadline; never
  // more than `at_most`.
  int PollTimeout(absl::Duration at_most = absl::InfiniteDuration()) const;

  // For poll(): readable once cancelled; -1, which poll() ignores, if nothing
  // can cancel this context.
  int cancel_fd() const;

  // Waits for `duration`, or until the context ends; then says which, as
  // Check() does. For the interval between two looks at a condition.
  absl::Status WaitFor(absl::Duration duration) const;

 private:
  absl::Duration deadline_ = absl::InfiniteDuration();  // MonotonicNow()
  const Cancellation* cancellation_ = nullptr;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_CONTEXT_H_
