// Exec() where it runs DC/OS's integration tests.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/dcos/sync/fake_checkout.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"
#include "tools/exec/exec.h"
#include "tools/exec/exec_fixture.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ExecTestsTest : public ExecTest {
 protected:
  ExecTestsTest() {
    engine_.OnAnyExec([this](const FakeExecCall& call) {
      const std::string line = absl::StrJoin(call.request.cmd(), " ");
      if (absl::StrContains(line, "dcos-version.json")) {
        return FakeRun{.stdout_text =
                           R"({"version": "2.1.0", "dcos-variant": "open"})"};
      }
      if (absl::StartsWith(line, "test -r ")) {
        return FakeRun{.exit_code = has_dcos_ ? 0 : 1};
      }
      if (absl::StrContains(line, "minidcos-sync")) {
        return FakeRun{.exit_code = sync_works_ ? 0 : 1};
      }
      return FakeRun{.exit_code = 4};
    });
  }

  // "CONTAINER WORDS" of every command that was run.
  std::vector<std::string> Lines() {
    std::vector<std::string> lines;
    for (const FakeExecCall& call : engine_.execs()) {
      lines.push_back(absl::StrCat(call.container, " ",
                                   absl::StrJoin(call.request.cmd(), " ")));
    }
    return lines;
  }

  bool has_dcos_ = true;
  bool sync_works_ = true;
};

TEST_F(ExecTestsTest, RunsInTheEnvironmentAndPassesTheExitCodeOn) {
  EXPECT_THAT(Run({.environment = {"SLAVE_HOSTS=mine"},
                   .command = {"pytest", "-k", "a or b"},
                   .test_env = true,
                   .login = {.username = "me", .password = "s3cret"}}),
              IsOkAndHolds(4));
  ASSERT_THAT(engine_.execs(), SizeIs(2));
  const docker::CreateExecRequest request = engine_.execs()[1].request;
  EXPECT_THAT(request.cmd(), Contains("a or b"));
  EXPECT_THAT(absl::StrJoin(request.cmd(), " "),
              AllOf(HasSubstr(". /opt/mesosphere/environment.export"),
                    EndsWith(" pytest -k a or b")));
  EXPECT_THAT(
      request.env(),
      AllOf(Contains("DCOS_LOGIN_UNAME=me"), Contains("DCOS_LOGIN_PW=s3cret"),
            Contains("DCOS_NUM_MASTERS=1"), Contains("DCOS_NUM_AGENTS=2"),
            Contains("SLAVE_HOSTS=mine")));
}

TEST_F(ExecTestsTest, RunsALineOfAShellThere) {
  EXPECT_THAT(Run({.one_by_one = true,
                   .shell = true,
                   .command = {"pytest", "$X;", "true"},
                   .test_env = true}),
              IsOkAndHolds(4));
  EXPECT_THAT(Lines().back(), EndsWith(" /bin/sh -c pytest $X; true"));
}

TEST_F(ExecTestsTest, RunsOnSeveralNodesEachWithItsMaster) {
  EXPECT_THAT(
      Run({.nodes = {.all = true}, .command = {"true"}, .test_env = true}),
      IsOkAndHolds(4));
  const std::vector<FakeExecCall> calls = engine_.execs();
  ASSERT_THAT(calls, SizeIs(6));
  const std::string master =
      engine_.FindContainer("dcos-e2e-default.master-0")->ip_address;
  for (size_t i = 3; i < calls.size(); ++i) {
    EXPECT_THAT(calls[i].request.env(),
                Contains("DCOS_DNS_ADDRESS=http://" + master));
  }
}

TEST_F(ExecTestsTest, NeedsDcos) {
  has_dcos_ = false;
  EXPECT_THAT(Run({.command = {"true"}, .test_env = true}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("master_0: DC/OS is not installed")));
  EXPECT_THAT(engine_.execs(), SizeIs(1));
}

TEST_F(ExecTestsTest, HasAFolderOfItsOwn) {
  EXPECT_THAT(
      Run({.directory = "/tmp", .command = {"true"}, .test_env = true}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--workdir")));
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(ExecTestsTest, SyncsToTheMastersBefore) {
  const FakeCheckout checkout;
  EXPECT_THAT(Run({.nodes = {.references = {"agent_0"}},
                   .command = {"true"},
                   .sync_dirs = {checkout.path(), checkout.path()}}),
              IsOkAndHolds(4));
  EXPECT_THAT(
      Lines(),
      ElementsAre(HasSubstr("dcos-version.json"),
                  AllOf(HasSubstr("master-0 "), EndsWith(" minidcos-sync")),
                  HasSubstr("dcos-version.json"),
                  AllOf(HasSubstr("master-0 "), EndsWith(" minidcos-sync")),
                  EndsWith("agent-0 true")));
}

TEST_F(ExecTestsTest, RunsNothingIfSyncFails) {
  const FakeCheckout checkout;
  sync_works_ = false;
  EXPECT_THAT(Run({.command = {"true"}, .sync_dirs = {checkout.path()}}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Lines().back(), EndsWith(" minidcos-sync"));
}

TEST_F(ExecTestsTest, RefusesAFolderThatIsNoCheckout) {
  EXPECT_THAT(
      Run({.command = {"true"}, .sync_dirs = {"/none"}}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'/none'")));
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
