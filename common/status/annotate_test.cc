#include "common/status/annotate.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(Annotate, PutsTheContextFirstAndKeepsCodeAndOutput) {
  absl::Status status = absl::NotFoundError("no such image 'y'");
  SetOutput(status, "pull access denied");

  const absl::Status annotated = Annotate(status, "creating node 'x'");

  EXPECT_EQ(annotated.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(annotated.message(), "creating node 'x': no such image 'y'");
  EXPECT_EQ(GetOutput(annotated), "pull access denied");
}

TEST(Annotate, LeavesOkAlone) {
  EXPECT_TRUE(Annotate(absl::OkStatus(), "creating").ok());
}

TEST(WithCode, ChangesOnlyTheCode) {
  absl::Status status = absl::NotFoundError("no such image 'y'");
  SetOutput(status, "tail");

  const absl::Status changed =
      WithCode(status, absl::StatusCode::kFailedPrecondition);

  EXPECT_EQ(changed.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(changed.message(), "no such image 'y'");
  EXPECT_EQ(GetOutput(changed), "tail");
}

TEST(NotOfTheArguments, ChangesTheCodesThatAreAboutArguments) {
  for (const absl::Status& status :
       {absl::InvalidArgumentError("x"), absl::NotFoundError("x"),
        absl::AlreadyExistsError("x")}) {
    EXPECT_EQ(NotOfTheArguments(status), absl::FailedPreconditionError("x"));
  }
}

TEST(NotOfTheArguments, KeepsTheOtherCodes) {
  for (const absl::Status& status :
       {absl::OkStatus(), absl::CancelledError("x"), absl::UnknownError("x"),
        absl::UnavailableError("x")}) {
    EXPECT_EQ(NotOfTheArguments(status), status);
  }
}

}  // namespace
}  // namespace minidcos
