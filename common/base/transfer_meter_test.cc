#include "common/base/transfer_meter.h"

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "common/base/context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::MatchesRegex;

// Time enough for the meter to tell again.
void LetTimePass() {
  ASSERT_THAT(Context().WaitFor(absl::Milliseconds(250)), IsOk());
}

TEST(TransferMeter, TellsHowFarAndHowFastNowAndThen) {
  RecordingProgress progress;
  const auto step = progress.Begin("Sending");
  TransferMeter meter(*step, int64_t{3} << 30);
  LetTimePass();
  meter.Add(int64_t{412} << 20);
  meter.Add(1);
  EXPECT_THAT(
      progress.lines(),
      ElementsAre(
          "begin Sending",
          MatchesRegex("update 412 MiB of 3.0 GiB, .*B/s, [0-9]+ s left")));
}

TEST(TransferMeter, CountsOnlyWhatComesNowInTheRate) {
  RecordingProgress progress;
  const auto step = progress.Begin("Fetching");
  TransferMeter meter(*step, int64_t{3} << 30, int64_t{2} << 30);
  LetTimePass();
  meter.Add(1000);
  EXPECT_THAT(progress.lines().back(),
              MatchesRegex("update 2.0 GiB of 3.0 GiB, [0-9.]+ K?i?B/s, "
                           "[0-9]+ min left"));
}

TEST(TransferMeter, TellsOfNoEndThatIsNotKnown) {
  RecordingProgress progress;
  const auto step = progress.Begin("Fetching");
  TransferMeter meter(*step, std::nullopt);
  LetTimePass();
  meter.Add(2048);
  EXPECT_THAT(progress.lines().back(),
              MatchesRegex("update 2.0 KiB, [0-9.]+ K?i?B/s"));
}

}  // namespace
}  // namespace minidcos
