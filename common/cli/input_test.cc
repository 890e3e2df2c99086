#include "common/cli/input.h"

#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReadWordsTest : public ::testing::Test {
 protected:
  ReadWordsTest() { EXPECT_EQ(pipe(fds_), 0); }
  ~ReadWordsTest() override {
    close(fds_[0]);
    if (fds_[1] >= 0) close(fds_[1]);
  }

  absl::StatusOr<std::vector<std::string>> Read(absl::string_view text) {
    EXPECT_EQ(write(fds_[1], text.data(), text.size()), text.size());
    close(std::exchange(fds_[1], -1));
    return ReadWords(Context(), fds_[0]);
  }

  int fds_[2];
};

TEST_F(ReadWordsTest, SeparatesByWhiteSpace) {
  EXPECT_THAT(Read(" a\n\nb c\r\n\td"),
              IsOkAndHolds(ElementsAre("a", "b", "c", "d")));
}

TEST_F(ReadWordsTest, FindsNoneInNothing) {
  EXPECT_THAT(Read(""), IsOkAndHolds(IsEmpty()));
}

TEST_F(ReadWordsTest, EndsWithItsContext) {
  EXPECT_THAT(ReadWords(Context().WithTimeout(absl::Milliseconds(1)), fds_[0]),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  Cancellation cancellation;
  cancellation.Cancel();
  EXPECT_THAT(ReadWords(Context().WithCancellation(cancellation), fds_[0]),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST(ReadWords, NeedsAnInput) {
  EXPECT_FALSE(ReadWords(Context(), 1 << 20).ok());
}

TEST(ExpandDash, LeavesWordsAlone) {
  EXPECT_THAT(ExpandDash(Context(), {"a", "--", "b"}),
              IsOkAndHolds(ElementsAre("a", "--", "b")));
}

}  // namespace
}  // namespace minidcos
