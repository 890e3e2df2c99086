#include "common/doctor/probe_report.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(ProbeReport, ReadsLines) {
  const ProbeReport report =
      ProbeReport::Parse("a=1\nb=x = y\nempty=\nnothing\n\nc=2\r\n");
  EXPECT_THAT(report.Get("a"), IsOkAndHolds("1"));
  EXPECT_THAT(report.Get("b"), IsOkAndHolds("x = y"));
  EXPECT_THAT(report.Get("empty"), IsOkAndHolds(""));
  EXPECT_THAT(report.Number("c"), IsOkAndHolds(2));
  EXPECT_EQ(report.Problem("a"), "");
}

TEST(ProbeReport, SaysWhatIsMissingAndWhy) {
  const ProbeReport report =
      ProbeReport::Parse("tun-error=No such device\nspace=much\n");
  EXPECT_EQ(report.Problem("tun"), "No such device");
  EXPECT_THAT(report.Get("tun"),
              StatusIs(absl::StatusCode::kUnavailable,
                       AllOf(HasSubstr("'tun'"), HasSubstr("No such device"))));
  EXPECT_THAT(report.Number("space"),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("'much'")));
  EXPECT_THAT(report.Number("else"),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("'else'")));
}

}  // namespace
}  // namespace minidcos
