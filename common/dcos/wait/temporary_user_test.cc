#include "common/dcos/wait/temporary_user.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "re2/re2.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// What a curl prints.
CommandResult Answers(absl::string_view status, absl::string_view body = "") {
  return {.stdout_text = absl::StrCat("HTTP/1.1 ", status, "\r\n\r\n", body)};
}

class TemporaryUserTest : public testing::Test {
 protected:
  absl::Status Create() { return user_.Create(Context(), master_); }
  absl::Status Delete() { return user_.Delete(Context(), master_); }

  CommandResult answer_ = Answers("201 Created");
  // What the last curl was given.
  std::string arguments_;
  std::string input_;
  const Node master_ =
      FakeNode(NodeRole::kMaster, 0, "172.17.0.2",
               std::make_shared<FakeTransport>(
                   [this](const Context&, const FakeCall& call) {
                     arguments_ = call.Line();
                     input_ = call.input;
                     return absl::StatusOr<CommandResult>(answer_);
                   }));
  const TemporaryUser user_;
};

TEST_F(TemporaryUserTest, IsMadeWithAPasswordThatIsInNoArgument) {
  EXPECT_THAT(Create(), IsOk());

  EXPECT_THAT(input_,
              AllOf(HasSubstr("request = \"PUT\"\n"),
                    HasSubstr("header = \"Content-Type: application/json\"\n"),
                    HasSubstr("url = \"http://127.0.0.1:8101/acs/api/v1/users/"
                              "minidcos-wait-")));
  std::string password;
  ASSERT_TRUE(RE2::PartialMatch(
      input_, R"re(data = ".*\\"password\\": \\"([0-9a-f]{32})\\")re",
      &password))
      << input_;
  EXPECT_THAT(user_.Credentials(), HasSubstr(password));
  EXPECT_THAT(arguments_, Not(HasSubstr(password)));
}

TEST_F(TemporaryUserTest, IsRemoved) {
  answer_ = Answers("204 No Content");

  EXPECT_THAT(Delete(), IsOk());

  EXPECT_THAT(input_, AllOf(HasSubstr("request = \"DELETE\"\n"),
                            HasSubstr("/users/minidcos-wait-"),
                            Not(HasSubstr("data"))));
}

TEST_F(TemporaryUserTest, MayBeThereOrGoneAlready) {
  answer_ = Answers("409 Conflict", "it exists");
  EXPECT_THAT(Create(), IsOk());
  EXPECT_THAT(Delete(), StatusIs(absl::StatusCode::kFailedPrecondition));

  answer_ = Answers("404 Not Found", "no such user");
  EXPECT_THAT(Delete(), IsOk());
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(TemporaryUserTest, TellsWhatTheServiceSaid) {
  answer_ = Answers("500 Broken", R"({"title": "no database"})");

  const absl::Status status = Create();

  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(StartsWith("master_0: PUT http://127.0.0.1:8101/"),
                             EndsWith(" answers 500"))));
  EXPECT_EQ(GetOutput(status), "{\"title\": \"no database\"}\n");
}

TEST_F(TemporaryUserTest, TellsThatNothingAnswers) {
  answer_ = {.exit_code = 7, .stderr_text = "curl: (7) refused\n"};
  EXPECT_THAT(Create(), StatusIs(absl::StatusCode::kUnavailable,
                                 EndsWith(": curl: (7) refused")));
}

TEST_F(TemporaryUserTest, IsAnotherEachTime) {
  EXPECT_NE(TemporaryUser().Credentials(), user_.Credentials());
}

}  // namespace
}  // namespace minidcos
