#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/base/json.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"
#include "tools/exec/exec.h"
#include "tools/exec/exec.pb.h"
#include "tools/exec/exec_fixture.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class ExecOnSeveral : public ExecTest {
 protected:
  // What each node's command does, by the node's name.
  void OnNodes(const std::map<std::string, FakeRun>& runs) {
    engine_.OnAnyExec([runs](const FakeExecCall& call) {
      const std::string node =
          call.container.substr(call.container.find('.') + 1);
      const auto run = runs.find(node);
      return run == runs.end() ? FakeRun() : run->second;
    });
  }

  std::vector<std::string> OutputLines() const {
    return absl::StrSplit(out_.str(), '\n', absl::SkipEmpty());
  }

  ExecReport Report() const {
    ExecReport report;
    EXPECT_THAT(ParseJson(out_.str(), report), IsOk());
    return report;
  }
};

TEST_F(ExecOnSeveral, NamesTheNodeBeforeEachLine) {
  OnNodes({{"master-0", {.stdout_text = "a\nb"}},
           {"agent-0", {.stderr_text = "c\n"}},
           {"agent-1", {.stdout_text = "d\n"}}});
  EXPECT_THAT(Run({.nodes = {.all = true}, .command = {"x"}}), IsOkAndHolds(0));
  EXPECT_THAT(
      OutputLines(),
      UnorderedElementsAre("master_0 | a", "master_0 | b", "agent_1 | d"));
  EXPECT_EQ(err_.str(), "agent_0 | c\n");
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(ExecOnSeveral, NamesNoNodeIfNotWanted) {
  OnNodes(
      {{"agent-0", {.stdout_text = "a\n"}}, {"agent-1", {.stdout_text = "b"}}});
  EXPECT_THAT(
      Run({.nodes = {.role = "agent"}, .command = {"x"}, .prefix = false}),
      IsOkAndHolds(0));
  EXPECT_THAT(OutputLines(), UnorderedElementsAre("a", "b"));
}

TEST_F(ExecOnSeveral, LooksTheSameWhereAllIsOneNode) {
  OnNodes({{"master-0", {.stdout_text = "a\n"}}});
  EXPECT_THAT(Run({.nodes = {.role = "master"}, .command = {"x"}}),
              IsOkAndHolds(0));
  EXPECT_EQ(out_.str(), "master_0 | a\n");
}

TEST_F(ExecOnSeveral, IsOneNodeIfThatIsNamedTwice) {
  OnNodes({{"agent-1", {.stdout_text = "a"}}});
  EXPECT_THAT(
      Run({.nodes = {.references = {"agent_1", "dcos-e2e-default.agent-1"}},
           .command = {"x"}}),
      IsOkAndHolds(0));
  EXPECT_EQ(out_.str(), "a");
  EXPECT_THAT(engine_.execs(), SizeIs(1));
}

TEST_F(ExecOnSeveral, ExitsWithTheFirstFailureInTheOrderOfNodes) {
  OnNodes({{"agent-1", {.exit_code = 4}}, {"agent-0", {.exit_code = 3}}});
  EXPECT_THAT(Run({.nodes = {.all = true}, .command = {"x"}}), IsOkAndHolds(3));
  EXPECT_THAT(progress_.lines(), ElementsAre("warn agent_0: exit code 3",
                                             "warn agent_1: exit code 4"));
}

TEST_F(ExecOnSeveral, GoesOnWithoutANodeThatIsStopped) {
  engine_.Exit("dcos-e2e-default.agent-0", 0);
  OnNodes({{"agent-1", {.stdout_text = "a\n", .exit_code = 4}}});
  EXPECT_THAT(Run({.nodes = {.all = true}, .command = {"x"}}),
              IsOkAndHolds(125));
  EXPECT_THAT(OutputLines(), ElementsAre("agent_1 | a"));
  EXPECT_THAT(progress_.lines(), ElementsAre(AllOf(StartsWith("warn agent_0: "),
                                                   HasSubstr("not running")),
                                             "warn agent_1: exit code 4"));
}

TEST_F(ExecOnSeveral, EndsAllWhenTimeIsOver) {
  OnNodes({{"agent-0", {.stays = true}}, {"agent-1", {.stdout_text = "a\n"}}});
  EXPECT_THAT(Run({.nodes = {.role = "agent"}, .command = {"x"}},
                  absl::Milliseconds(300)),
              IsOkAndHolds(125));
  EXPECT_THAT(OutputLines(), ElementsAre("agent_1 | a"));
  EXPECT_THAT(progress_.lines(), ElementsAre("warn agent_0: timed out"));
}

TEST_F(ExecOnSeveral, ReadsNoInputButSaysSo) {
  SetInput("a list");
  EXPECT_THAT(
      Run({.nodes = {.all = true}, .command = {"cat"}, .interactive = true}),
      IsOkAndHolds(0));
  for (const FakeExecCall& call : engine_.execs()) EXPECT_EQ(call.input, "");
  EXPECT_THAT(progress_.lines(), ElementsAre(HasSubstr("--stdin-all")));
}

TEST_F(ExecOnSeveral, GivesEachAllOfTheInputIfWanted) {
  const std::string input(1'000'000, 'x');
  SetInput(input);
  EXPECT_THAT(
      Run({.nodes = {.all = true}, .command = {"cat"}, .stdin_all = true}),
      IsOkAndHolds(0));
  ASSERT_THAT(engine_.execs(), SizeIs(3));
  for (const FakeExecCall& call : engine_.execs()) {
    EXPECT_TRUE(call.input == input) << call.container;
  }
}

TEST_F(ExecOnSeveral, GivesInputToTheOthersIfOneIsStopped) {
  engine_.Exit("dcos-e2e-default.master-0", 0);
  const std::string input(1'000'000, 'x');
  SetInput(input);
  EXPECT_THAT(
      Run({.nodes = {.all = true}, .command = {"cat"}, .stdin_all = true}),
      IsOkAndHolds(125));
  ASSERT_THAT(engine_.execs(), SizeIs(2));
  for (const FakeExecCall& call : engine_.execs()) {
    EXPECT_TRUE(call.input == input) << call.container;
  }
}

TEST_F(ExecOnSeveral, CollectsAReport) {
  engine_.Exit("dcos-e2e-default.master-0", 0);
  OnNodes({{"agent-0", {.stdout_text = "ü\n", .stderr_text = "b"}},
           {"agent-1", {.stdout_text = "\xff", .exit_code = 4}}});
  EXPECT_THAT(Run({.nodes = {.all = true}, .command = {"x"}, .json = true}),
              IsOkAndHolds(125));
  const ExecReport report = Report();
  ASSERT_EQ(report.nodes_size(), 3);
  EXPECT_EQ(report.nodes(0).node(), "master_0");
  EXPECT_THAT(report.nodes(0).error(), HasSubstr("not running"));
  EXPECT_FALSE(report.nodes(0).has_exit_code());
  EXPECT_EQ(report.nodes(1).exit_code(), 0);
  EXPECT_EQ(report.nodes(1).stdout(), "ü\n");
  EXPECT_EQ(report.nodes(1).stderr(), "b");
  EXPECT_FALSE(report.nodes(1).has_error());
  EXPECT_FALSE(report.nodes(2).has_stdout());
  EXPECT_EQ(report.nodes(2).stdout_base64(), "/w==");
  EXPECT_EQ(report.nodes(2).exit_code(), 4);
}

TEST_F(ExecOnSeveral, ReportsOneNodeToo) {
  OnNodes({{"master-0", {.stdout_text = "a", .exit_code = 2}}});
  EXPECT_THAT(Run({.command = {"x"}, .json = true}), IsOkAndHolds(2));
  ASSERT_EQ(Report().nodes_size(), 1);
  EXPECT_EQ(Report().nodes(0).stdout(), "a");
}

TEST_F(ExecOnSeveral, StopsOneByOneAtTheFirstFailure) {
  OnNodes({{"agent-1", {.stdout_text = "a"}},
           {"agent-0", {.stdout_text = "b", .exit_code = 5}}});
  EXPECT_THAT(Run({.nodes = {.references = {"agent_1", "agent_0", "master_0"}},
                   .one_by_one = true,
                   .command = {"x"}}),
              IsOkAndHolds(5));
  EXPECT_EQ(out_.str(), "ab");
  EXPECT_THAT(engine_.execs(), SizeIs(2));
}

TEST_F(ExecOnSeveral, RefusesTwoWaysToSayWhichBeforeTheEngineIsAsked) {
  EXPECT_THAT(Run({.nodes = {.role = "agent", .all = true}, .command = {"x"}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
