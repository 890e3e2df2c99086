#include "common/dcos/wait/poll_until.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;

TEST(PollUntil, LooksUntilItHoldsAndTellsWhatItSees) {
  RecordingProgress progress;
  const auto step = progress.Begin("Waiting");
  int looks = 0;

  EXPECT_THAT(PollUntil(Context(), *step, "X",
                        [&] {
                          if (++looks == 3) return absl::OkStatus();
                          return absl::NotFoundError("not yet");
                        }),
              IsOk());

  EXPECT_EQ(looks, 3);
  EXPECT_THAT(progress.lines(),
              ElementsAre("begin Waiting", "update not yet", "update not yet"));
}

TEST(PollUntil, DoesNotPauseWhenItHoldsAtOnce) {
  const auto step = NoProgress().Begin("Waiting");
  // Whatever waits would end as cancelled.
  Cancellation cancellation;
  EXPECT_THAT(PollUntil(Context().WithCancellation(cancellation), *step, "X",
                        [&] {
                          cancellation.Cancel();
                          return absl::OkStatus();
                        }),
              IsOk());
}

TEST(PollUntil, TellsTheLastAnswerWhenTimeIsUp) {
  const Context ctx = Context().WithTimeout(absl::Milliseconds(120));
  const auto step = NoProgress().Begin("Waiting");

  const absl::Status status = PollUntil(ctx, *step, "Marathon", [] {
    absl::Status seen = absl::UnavailableError("http://x/ answers 502");
    SetOutput(seen, "bad gateway");
    return seen;
  });

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDeadlineExceeded,
                               "timed out after 100ms of waiting for Marathon: "
                               "http://x/ answers 502"));
  EXPECT_EQ(GetOutput(status), "bad gateway");
}

TEST(PollUntil, PrefersAnAnswerToALookThatWasCutOff) {
  const Context ctx = Context().WithTimeout(absl::Milliseconds(120));
  const auto step = NoProgress().Begin("Waiting");
  int looks = 0;

  EXPECT_THAT(PollUntil(ctx, *step, "X",
                        [&]() -> absl::Status {
                          if (++looks == 1) {
                            return absl::UnavailableError("answers 502");
                          }
                          return ctx.WaitFor(absl::Seconds(60));
                        }),
              StatusIs(absl::StatusCode::kDeadlineExceeded,
                       EndsWith(" of waiting for X: answers 502")));
  EXPECT_EQ(looks, 2);
}

TEST(PollUntil, EndsAtWhatNoWaitingChanges) {
  const auto step = NoProgress().Begin("Waiting");
  EXPECT_THAT(PollUntil(Context(), *step, "X",
                        [] { return absl::AbortedError("no such user"); }),
              StatusIs(absl::StatusCode::kFailedPrecondition, "no such user"));
}

TEST(PollUntil, EndsWhenInterrupted) {
  Cancellation interrupted;
  const auto step = NoProgress().Begin("Waiting");

  EXPECT_THAT(PollUntil(Context().WithCancellation(interrupted), *step, "X",
                        [&] {
                          interrupted.Cancel();
                          return absl::UnavailableError("answers 502");
                        }),
              StatusIs(absl::StatusCode::kCancelled, "interrupted"));
}

TEST(PollUntil, PausesForATenthOfTheTimeButFiftyMilliseconds) {
  const Context ctx = Context().WithTimeout(absl::Milliseconds(450));
  const auto step = NoProgress().Begin("Waiting");
  int looks = 0;

  EXPECT_THAT(PollUntil(ctx, *step, "X",
                        [&] {
                          ++looks;
                          return absl::UnavailableError("no");
                        }),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_GE(looks, 2);
  EXPECT_LE(looks, 10);
}

}  // namespace
}  // namespace minidcos
