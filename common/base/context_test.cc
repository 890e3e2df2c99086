#include "common/base/context.h"

#include <poll.h>
#include <signal.h>

#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/monotonic_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

bool IsReadable(int fd) {
  pollfd readable = {.fd = fd, .events = POLLIN, .revents = 0};
  return poll(&readable, 1, 0) == 1;
}

TEST(Context, NeverEndsByItself) {
  const Context ctx;
  EXPECT_THAT(ctx.Check(), IsOk());
  EXPECT_FALSE(ctx.cancelled());
  EXPECT_EQ(ctx.Remaining(), absl::InfiniteDuration());
  EXPECT_EQ(ctx.PollTimeout(), -1);
  EXPECT_EQ(ctx.cancel_fd(), -1);
}

TEST(Context, EndsAtItsDeadline) {
  const Context past = Context().WithTimeout(-absl::Seconds(1));
  EXPECT_THAT(past.Check(),
              StatusIs(absl::StatusCode::kDeadlineExceeded, "timed out"));
  EXPECT_EQ(past.Remaining(), absl::ZeroDuration());
  EXPECT_EQ(past.PollTimeout(), 0);
  EXPECT_THAT(Context().WithTimeout(absl::Hours(1)).Check(), IsOk());
}

TEST(Context, KeepsTheEarlierDeadline) {
  const absl::Duration soon = absl::Hours(1);
  const absl::Duration late = absl::Hours(2);
  EXPECT_LE(Context().WithTimeout(soon).WithTimeout(late).Remaining(), soon);
  EXPECT_LE(Context().WithTimeout(late).WithTimeout(soon).Remaining(), soon);
  EXPECT_GT(Context().WithTimeout(late).Remaining(), soon);
}

TEST(Context, GivesPollNeverTooLittle) {
  // Rounded down, the last millisecond would be spent in a busy loop.
  const Context ctx = Context().WithTimeout(absl::Microseconds(500));
  EXPECT_LE(ctx.PollTimeout(), 1);
  EXPECT_EQ(Context().PollTimeout(absl::Microseconds(1)), 1);
  EXPECT_EQ(Context().PollTimeout(absl::Seconds(2)), 2000);
  EXPECT_EQ(Context().WithTimeout(absl::Hours(10000)).PollTimeout(),
            2147483647);
}

TEST(Context, EndsWhenCancelled) {
  Cancellation cancellation;
  const Context ctx = Context().WithCancellation(cancellation);
  EXPECT_THAT(ctx.Check(), IsOk());
  EXPECT_EQ(ctx.cancel_fd(), cancellation.fd());
  EXPECT_FALSE(IsReadable(ctx.cancel_fd()));
  cancellation.Cancel();
  cancellation.Cancel();
  EXPECT_TRUE(cancellation.cancelled());
  EXPECT_TRUE(ctx.cancelled());
  EXPECT_TRUE(IsReadable(ctx.cancel_fd()));
  EXPECT_THAT(ctx.Check(),
              StatusIs(absl::StatusCode::kCancelled, "interrupted"));
  // Who interrupts wants to hear of that, not of a time-out.
  EXPECT_THAT(ctx.WithTimeout(-absl::Seconds(1)).Check(),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST(Cancellation, CountsThatOfItsParentToo) {
  Cancellation parent;
  Cancellation part(Context().WithCancellation(parent));
  Cancellation other(Context().WithCancellation(parent));
  part.Cancel();
  EXPECT_TRUE(part.cancelled());
  EXPECT_FALSE(parent.cancelled());
  EXPECT_FALSE(other.cancelled());
  parent.Cancel();
  EXPECT_TRUE(other.cancelled());
  EXPECT_TRUE(IsReadable(other.fd()));
}

Cancellation* by_signal = nullptr;

TEST(Cancellation, CanBeMadeByASignalHandler) {
  Cancellation cancellation;
  by_signal = &cancellation;
  struct sigaction action = {};
  action.sa_handler = [](int) { by_signal->Cancel(); };
  ASSERT_EQ(sigaction(SIGUSR1, &action, nullptr), 0);
  raise(SIGUSR1);
  EXPECT_TRUE(cancellation.cancelled());
}

TEST(WaitFor, WaitsOutItsTime) {
  const absl::Duration start = MonotonicNow();
  EXPECT_THAT(Context().WaitFor(absl::Milliseconds(20)), IsOk());
  EXPECT_GE(MonotonicNow() - start, absl::Milliseconds(20));
}

TEST(WaitFor, EndsWithTheContext) {
  EXPECT_THAT(
      Context().WithTimeout(absl::Milliseconds(20)).WaitFor(absl::Hours(1)),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
  Cancellation cancellation;
  std::thread canceller([&] { cancellation.Cancel(); });
  EXPECT_THAT(Context().WithCancellation(cancellation).WaitFor(absl::Hours(1)),
              StatusIs(absl::StatusCode::kCancelled));
  canceller.join();
}

}  // namespace
}  // namespace minidcos
