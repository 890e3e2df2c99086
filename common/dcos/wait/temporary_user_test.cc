#include "common/dcos/wait/temporary_user.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

absl::StatusOr<CommandResult> RunHere(const Context& ctx,
                                      const FakeCall& call) {
  SubprocessOptions options;
  options.environment = call.command.environment;
  ASSIGN_OR_RETURN(const SubprocessResult result,
                   RunSubprocess(ctx, call.command.argv, options));
  return CommandResult{.exit_code = result.exit_code,
                       .stdout_text = result.stdout_text,
                       .stderr_text = result.stderr_text};
}

// A master whose commands run on this machine, with a `curl` that keeps what it
// is given and answers what the test says.
class TemporaryUserTest : public testing::Test {
 protected:
  TemporaryUserTest()
      : folder_(*ScopedFolder::Make(testing::TempDir(), "curl")),
        transport_(std::make_shared<FakeTransport>(RunHere)),
        user_(FakeNode(NodeRole::kMaster, 0, "172.17.0.2", transport_)) {
    setenv("PATH", absl::StrCat(folder_.path(), ":/usr/bin:/bin").c_str(), 1);
    setenv("CURL_FOLDER", folder_.path().c_str(), 1);
  }

  // `script` ends the fake curl.
  void CurlDoes(absl::string_view script) {
    EXPECT_THAT(
        WriteFile(folder_.path() + "/curl",
                  absl::StrCat("#!/bin/sh\n"
                               "printf '%s\\n' \"$*\" >$CURL_FOLDER/arguments\n"
                               "cat >$CURL_FOLDER/input\n",
                               script),
                  0755),
        IsOk());
  }

  std::string Kept(absl::string_view name) {
    return ReadFile(absl::StrCat(folder_.path(), "/", name)).value_or("");
  }

  const ScopedFolder folder_;
  const std::shared_ptr<FakeTransport> transport_;
  const TemporaryUser user_;
};

TEST_F(TemporaryUserTest, IsMadeWithAPasswordThatIsInNoArgument) {
  CurlDoes("printf '\\n201'");

  EXPECT_THAT(user_.Create(Context()), IsOk());

  EXPECT_THAT(Kept("input"),
              MatchesRegex("\\{\"description\": \"minidcos wait\", "
                           "\"password\": \"[0-9a-f]+\"\\}"));
  EXPECT_THAT(Kept("arguments"),
              AllOf(HasSubstr("--request PUT "), HasSubstr(" --data @- "),
                    HasSubstr("--header Content-Type:application/json "),
                    MatchesRegex(".*\\\\n%\\{http_code\\} "
                                 "http://127.0.0.1:8101/acs/api/v1/users/"
                                 "minidcos-wait-[0-9a-f]+\n")));
  const std::string secret = Kept("input").substr(45, 32);
  EXPECT_THAT(user_.Credentials(), HasSubstr(secret));
  EXPECT_THAT(transport_->calls()[0].Line(), Not(HasSubstr(secret)));
  EXPECT_THAT(Kept("arguments"), Not(HasSubstr(secret)));
}

TEST_F(TemporaryUserTest, IsRemoved) {
  CurlDoes("printf '\\n204'");

  EXPECT_THAT(user_.Delete(Context()), IsOk());

  EXPECT_EQ(Kept("input"), "");
  EXPECT_THAT(Kept("arguments"),
              AllOf(HasSubstr("--request DELETE "), Not(HasSubstr("--data")),
                    HasSubstr("/users/minidcos-wait-")));
}

TEST_F(TemporaryUserTest, MayBeThereOrGoneAlready) {
  CurlDoes("printf 'it exists\\n409'");
  EXPECT_THAT(user_.Create(Context()), IsOk());
  EXPECT_THAT(user_.Delete(Context()),
              StatusIs(absl::StatusCode::kFailedPrecondition));

  CurlDoes("printf 'no such user\\n404'");
  EXPECT_THAT(user_.Delete(Context()), IsOk());
  EXPECT_THAT(user_.Create(Context()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(TemporaryUserTest, TellsWhatTheServiceSaid) {
  CurlDoes("printf '{\"title\": \"no database\"}\\n500'");

  const absl::Status status = user_.Create(Context());

  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       StartsWith("master_0: the identity service answers 500 "
                                  "to PUT of user 'minidcos-wait-")));
  EXPECT_EQ(GetOutput(status), "master_0: {\"title\": \"no database\"}\n");
}

TEST_F(TemporaryUserTest, TellsThatNothingAnswers) {
  CurlDoes("echo 'curl: (7) Connection refused' >&2; printf '\\n000'; exit 7");
  const absl::Status refused = user_.Create(Context());
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("answers nothing to PUT")));
  EXPECT_EQ(GetOutput(refused), "master_0: curl: (7) Connection refused\n");

  CurlDoes("exit 127");
  EXPECT_THAT(user_.Create(Context()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("answers nothing to PUT")));
}

TEST_F(TemporaryUserTest, IsAnotherEachTime) {
  const TemporaryUser other(
      FakeNode(NodeRole::kMaster, 0, "172.17.0.2", transport_));
  EXPECT_NE(other.Credentials(), user_.Credentials());
}

}  // namespace
}  // namespace minidcos
