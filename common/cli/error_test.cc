#include "common/cli/error.h"

#include "absl/status/status.h"
#include "common/status/annotate.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(ErrorText, NamesTheTool) {
  EXPECT_EQ(ErrorText("minidcos-x", absl::NotFoundError("no cluster 'a'")),
            "minidcos-x: error: no cluster 'a'\n");
}

TEST(ErrorText, ShowsTheOutputOfAFailedCommand) {
  absl::Status status = absl::FailedPreconditionError("genconf failed");
  SetOutput(status, "first\r\n\033[1mlast\n\n");
  EXPECT_EQ(ErrorText("minidcos-x", status),
            "minidcos-x: error: genconf failed\n"
            "  | first\n"
            "  | ?[1mlast\n");
}

TEST(ErrorText, PointsToTheHelpAfterWrongUsage) {
  EXPECT_EQ(ErrorText("minidcos-x", absl::InvalidArgumentError("bad")),
            "minidcos-x: error: bad\n"
            "try 'minidcos-x --help'\n");
}

TEST(ErrorText, IndentsFurtherLines) {
  EXPECT_EQ(ErrorText("minidcos-x", absl::UnknownError("one\ntwo\n")),
            "minidcos-x: error: one\n  two\n");
}

}  // namespace
}  // namespace minidcos
