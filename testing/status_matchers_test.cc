#include "testing/status_matchers.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pointee;

TEST(IsOk, TellsSuccessFromFailure) {
  EXPECT_THAT(absl::OkStatus(), IsOk());
  EXPECT_THAT(absl::StatusOr<int>(1), IsOk());
  EXPECT_THAT(absl::NotFoundError("x"), Not(IsOk()));
  EXPECT_THAT(absl::StatusOr<int>(absl::NotFoundError("x")), Not(IsOk()));
}

TEST(StatusIs, ComparesCodeAndMessage) {
  const absl::Status status = absl::NotFoundError("no such node");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(status, Not(StatusIs(absl::StatusCode::kUnknown)));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, HasSubstr("node")));
  EXPECT_THAT(status,
              Not(StatusIs(absl::StatusCode::kNotFound, HasSubstr("master"))));
  EXPECT_THAT(absl::StatusOr<int>(status),
              StatusIs(absl::StatusCode::kNotFound, "no such node"));
}

TEST(StatusIs, SaysWhatTheStatusWas) {
  const ::testing::Matcher<absl::Status> is_ok = IsOk();
  ::testing::StringMatchResultListener listener;
  is_ok.MatchAndExplain(absl::NotFoundError("no such node"), &listener);
  EXPECT_THAT(listener.str(), HasSubstr("NOT_FOUND: no such node"));
}

TEST(IsOkAndHolds, ComparesTheValue) {
  EXPECT_THAT(absl::StatusOr<int>(1), IsOkAndHolds(1));
  EXPECT_THAT(absl::StatusOr<int>(1), Not(IsOkAndHolds(2)));
  EXPECT_THAT(absl::StatusOr<int>(absl::UnknownError("x")),
              Not(IsOkAndHolds(1)));
  EXPECT_THAT(absl::StatusOr<std::unique_ptr<int>>(std::make_unique<int>(3)),
              IsOkAndHolds(Pointee(3)));
}

}  // namespace
}  // namespace minidcos
