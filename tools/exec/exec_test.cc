#include "tools/exec/exec.h"

#include <unistd.h>

#include <ios>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"
#include "tools/exec/exec_fixture.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

TEST_F(ExecTest, PassesOutputAndExitCodeThrough) {
  engine_.OnExec(
      {"ls", "a b"},
      {.stdout_text = "out\n", .stderr_text = "err\n", .exit_code = 7});
  EXPECT_THAT(Run({.command = {"ls", "a b"}}), IsOkAndHolds(7));
  EXPECT_EQ(out_.str(), "out\n");
  EXPECT_EQ(err_.str(), "err\n");
}

TEST_F(ExecTest, RunsOnTheFirstMasterUnlessToldOtherwise) {
  EXPECT_THAT(Run({.command = {"true"}}), IsOkAndHolds(0));
  EXPECT_THAT(Run({.nodes = {.references = {"agent_0"}}, .command = {"true"}}),
              IsOkAndHolds(0));
  ASSERT_THAT(engine_.execs(), SizeIs(2));
  EXPECT_EQ(engine_.execs()[0].container, "dcos-e2e-default.master-0");
  EXPECT_EQ(engine_.execs()[1].container, "dcos-e2e-default.agent-0");
}

TEST_F(ExecTest, PassesUserFolderAndEnvironmentOn) {
  EXPECT_THAT(Run({.environment = {"A=1", "B=x=y", "C="},
                   .user = "me",
                   .directory = "/tmp",
                   .command = {"true"}}),
              IsOkAndHolds(0));
  ASSERT_THAT(engine_.execs(), SizeIs(1));
  const docker::CreateExecRequest request = engine_.execs()[0].request;
  EXPECT_THAT(request.env(), UnorderedElementsAre("A=1", "B=x=y", "C="));
  EXPECT_EQ(request.user(), "me");
  EXPECT_EQ(request.working_dir(), "/tmp");
  EXPECT_THAT(request.cmd(), ElementsAre("true"));
}

TEST_F(ExecTest, TakesTheLastOfAVariableThatIsGivenTwice) {
  EXPECT_THAT(Run({.environment = {"A=1", "A=2"}, .command = {"true"}}),
              IsOkAndHolds(0));
  ASSERT_THAT(engine_.execs(), SizeIs(1));
  EXPECT_THAT(engine_.execs()[0].request.env(), ElementsAre("A=2"));
}

class BadVariable : public ExecTest,
                    public testing::WithParamInterface<const char*> {};

TEST_P(BadVariable, IsRefusedBeforeTheEngineIsAsked) {
  EXPECT_THAT(
      Run({.environment = {GetParam()}, .command = {"true"}}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("NAME=VALUE")));
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Variables, BadVariable,
                         testing::Values("", "A", "=", "=1"));

TEST_F(ExecTest, FailsForAnUnknownCluster) {
  EXPECT_THAT(Run({.cluster_id = "x", .command = {"true"}}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'x'")));
}

TEST_F(ExecTest, FailsForAnUnknownNode) {
  EXPECT_THAT(Run({.nodes = {.references = {"agent_0", "agent_7"}},
                   .command = {"true"}}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'agent_7'")));
  EXPECT_THAT(engine_.execs(), IsEmpty());
}

TEST_F(ExecTest, FailsOnAStoppedNodeByItsName) {
  engine_.Exit("dcos-e2e-default.master-0", 0);
  EXPECT_THAT(
      Run({.command = {"true"}}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("master_0: ")));
}

TEST_F(ExecTest, FailsIfTheOutputCannotBeWritten) {
  engine_.OnExec({"yes"}, {.stdout_text = "y\n", .stays = true});
  out_.setstate(std::ios::badbit);
  EXPECT_THAT(Run({.command = {"yes"}}),
              StatusIs(absl::StatusCode::kUnknown, HasSubstr("writing")));
}

TEST_F(ExecTest, EndsTheCommandWhenTimeIsOver) {
  engine_.OnExec({"sleep", "9"}, {.stdout_text = "last words", .stays = true});
  EXPECT_THAT(
      Run({.command = {"sleep", "9"}}, absl::Milliseconds(200)),
      StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("master_0: ")));
  EXPECT_EQ(out_.str(), "last words");
  int started = 0;
  for (const FakeEngine::Request& request : engine_.requests()) {
    started += static_cast<int>(absl::EndsWith(request.path, "/start"));
  }
  EXPECT_EQ(started, 2) << "the command, and what ends it";
}

TEST_F(ExecTest, JoinsTheWordsIntoALineForAShell) {
  EXPECT_THAT(Run({.shell = true, .command = {"echo", "$A;", "exit 3"}}),
              IsOkAndHolds(0));
  EXPECT_THAT(engine_.execs()[0].request.cmd(),
              ElementsAre("/bin/sh", "-c", "echo $A; exit 3"));
}

TEST_F(ExecTest, ReadsStandardInputOnlyIfWanted) {
  SetInput("a list");
  EXPECT_THAT(Run({.command = {"cat"}}), IsOkAndHolds(0));
  EXPECT_EQ(engine_.execs()[0].input, "");
  EXPECT_EQ(lseek(in_fd_, 0, SEEK_CUR), 0);
  EXPECT_THAT(Run({.command = {"cat"}, .interactive = true}), IsOkAndHolds(0));
  EXPECT_EQ(engine_.execs()[1].input, "a list");
}

TEST_F(ExecTest, HasATerminalOnlyIfWanted) {
  EXPECT_THAT(Run({.command = {"top"}}), IsOkAndHolds(0));
  EXPECT_FALSE(engine_.execs()[0].request.tty());
  EXPECT_THAT(Run({.environment = {"TERM=vt100"},
                   .command = {"top"},
                   .terminal = TerminalUse::kAlways}),
              IsOkAndHolds(0));
  const docker::CreateExecRequest request = engine_.execs()[1].request;
  EXPECT_TRUE(request.tty());
  EXPECT_THAT(request.env(),
              UnorderedElementsAre("TERM=vt100", StartsWith("COLUMNS="),
                                   StartsWith("LINES=")));
}

TEST_F(ExecTest, EndsTheInputOfATerminalByItsKey) {
  SetInput("half a line");
  EXPECT_THAT(Run({.command = {"cat"},
                   .interactive = true,
                   .terminal = TerminalUse::kAlways}),
              IsOkAndHolds(0));
  EXPECT_EQ(engine_.execs()[0].input, "half a line\x04\x04");
}

}  // namespace
}  // namespace minidcos
