#include "common/cli/exit_code.h"

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::absl::StatusCode;
using ::testing::HasSubstr;
using ::testing::Not;

// The numbers, not the names, for scripts rely on them.
TEST(ExitCodeOf, IsWhatScriptsRelyOn) {
  const struct {
    StatusCode code;
    int expected;
  } cases[] = {
      {StatusCode::kOk, 0},
      {StatusCode::kCancelled, 1},
      {StatusCode::kUnknown, 1},
      {StatusCode::kInvalidArgument, 2},
      {StatusCode::kDeadlineExceeded, 6},
      {StatusCode::kNotFound, 3},
      {StatusCode::kAlreadyExists, 4},
      {StatusCode::kPermissionDenied, 5},
      {StatusCode::kResourceExhausted, 1},
      {StatusCode::kFailedPrecondition, 1},
      {StatusCode::kAborted, 1},
      {StatusCode::kOutOfRange, 1},
      {StatusCode::kUnimplemented, 1},
      {StatusCode::kInternal, 70},
      {StatusCode::kUnavailable, 5},
      {StatusCode::kDataLoss, 1},
      {StatusCode::kUnauthenticated, 5},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ExitCodeOf(c.code), c.expected)
        << absl::StatusCodeToString(c.code);
  }
}

TEST(ExitCodesHelp, DiffersWhereACommandsCodeIsPassedThrough) {
  EXPECT_THAT(ExitCodesHelp(false), HasSubstr("  70   a bug in the tool\n"));
  EXPECT_THAT(ExitCodesHelp(true),
              HasSubstr("  125  minidcos itself failed\n"));
  EXPECT_THAT(ExitCodesHelp(true), Not(HasSubstr("bug")));
}

}  // namespace
}  // namespace minidcos
