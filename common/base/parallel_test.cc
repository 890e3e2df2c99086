#include "common/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ForEachParallel, ReturnsEachStatusAtItsIndex) {
  const auto statuses = ForEachParallel(3, 8, [](int i) {
    return i == 1 ? absl::NotFoundError("one") : absl::OkStatus();
  });
  EXPECT_THAT(statuses,
              ElementsAre(IsOk(), StatusIs(absl::StatusCode::kNotFound, "one"),
                          IsOk()));
}

TEST(ForEachParallel, RunsEveryTaskOnce) {
  std::vector<std::atomic<int>> runs(1000);
  const auto statuses = ForEachParallel(1000, 7, [&](int i) {
    ++runs[i];
    return absl::UnknownError("all fail");
  });
  EXPECT_THAT(statuses, SizeIs(1000));
  for (const std::atomic<int>& count : runs) EXPECT_EQ(count, 1);
}

TEST(ForEachParallel, RunsTasksAtOnce) {
  absl::Barrier all_here(4);  // a fourth that never came would hang the test
  EXPECT_THAT(ForEachParallel(4, 4,
                              [&](int) {
                                all_here.Block();
                                return absl::OkStatus();
                              }),
              Each(IsOk()));
}

TEST(ForEachParallel, KeepsToItsCap) {
  absl::Mutex mutex;
  int now = 0, most = 0;
  ForEachParallel(50, 3, [&](int) {
    {
      const absl::MutexLock lock(&mutex);
      most = std::max(most, ++now);
    }
    const absl::MutexLock lock(&mutex);
    --now;
    return absl::OkStatus();
  });
  EXPECT_GE(most, 1);
  EXPECT_LE(most, 3);
}

TEST(ForEachParallel, DoesNothingForNothing) {
  EXPECT_THAT(ForEachParallel(0, 4,
                              [](int) {
                                ADD_FAILURE() << "called";
                                return absl::OkStatus();
                              }),
              IsEmpty());
}

TEST(FirstError, PrefersACauseToWhatItCancelled) {
  const absl::Status ok;
  const absl::Status cancelled = absl::CancelledError("interrupted");
  const absl::Status cause = absl::NotFoundError("the cause");
  EXPECT_THAT(FirstError({}), IsOk());
  EXPECT_THAT(FirstError({ok, ok}), IsOk());
  EXPECT_EQ(FirstError({ok, cancelled, cause, absl::UnknownError("later")}),
            cause);
  EXPECT_EQ(FirstError({ok, cancelled}), cancelled);
}

}  // namespace
}  // namespace minidcos
