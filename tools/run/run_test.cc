// The built tool against a fake engine; what it shares with exec is tested
// there.

#include <string>
#include <vector>

#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/tool_runner/tool_at_terminal.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class RunTest : public testing::Test {
 protected:
  RunTest() {
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kMaster, 0));
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kAgent, 0));
  }

  ToolOptions Options() const {
    return {.environment = {{"DOCKER_HOST", engine_.host()}},
            .input = "a list"};
  }

  FakeEngine engine_;
};

TEST_F(RunTest, JoinsItsWordsIntoALineForAShell) {
  engine_.OnExec({"/bin/sh", "-c", "ls -l $HOME; exit 3"},
                 {.stdout_text = "out", .stderr_text = "err", .exit_code = 3});
  const ToolResult result =
      RunToEnd(ToolPath("run"), {"--env=A=b", "ls", "-l", "$HOME;", "exit 3"},
               Options());
  EXPECT_EQ(result.exit_code, 3) << result;
  EXPECT_EQ(result.out, "out");
  EXPECT_EQ(result.err, "err");
  ASSERT_THAT(engine_.execs(), SizeIs(1));
  EXPECT_THAT(engine_.execs()[0].request.env(), ElementsAre("A=b"));
  EXPECT_EQ(engine_.execs()[0].input, "") << "it is not for the node";
  EXPECT_FALSE(engine_.execs()[0].request.tty());
}

TEST_F(RunTest, KnowsTheTestEnvironmentByTwoLetters) {
  const ToolResult result =
      RunToEnd(ToolPath("run"), {"-te", "pytest", "-te"}, Options());
  EXPECT_EQ(result.exit_code, 0) << result;
  ASSERT_THAT(engine_.execs(), SizeIs(2));
  const auto words = engine_.execs()[1].request.cmd();
  EXPECT_EQ(words[words.size() - 1], "pytest -te");
}

TEST_F(RunTest, FailsAsItselfWhereThereIsNoDcos) {
  engine_.OnAnyExec(
      [](const FakeExecCall&) { return FakeRun{.exit_code = 1}; });
  const ToolResult result =
      RunToEnd(ToolPath("run"), {"--test-env", "pytest"}, Options());
  EXPECT_EQ(result.exit_code, 125) << result;
  EXPECT_THAT(result.err, HasSubstr("master_0: DC/OS is not installed"));
}

TEST_F(RunTest, GoesFromNodeToNodeUpToTheFirstFailure) {
  engine_.OnAnyExec([](const FakeExecCall& call) {
    const bool fails = call.container == "dcos-e2e-default.agent-0";
    return FakeRun{.stdout_text = "x", .exit_code = fails ? 4 : 0};
  });
  const ToolResult result = RunToEnd(
      ToolPath("run"),
      {"--node=master_0", "--node", "agent_0", "--node=master_0", "hostname"},
      Options());
  EXPECT_EQ(result.exit_code, 4) << result;
  EXPECT_EQ(result.out, "xx");
  EXPECT_EQ(result.err, "");
}

TEST_F(RunTest, RefusesAVariableWithoutAValue) {
  const ToolResult result =
      RunToEnd(ToolPath("run"), {"--env", "HOME", "true"}, Options());
  EXPECT_EQ(result.exit_code, 125) << result;
  EXPECT_THAT(result.err, HasSubstr("'HOME'"));
}

TEST_F(RunTest, HasATerminalIfItsOutputIsOne) {
  ToolAtTerminal tool(ToolPath("run"), {"top"}, Options());
  ASSERT_TRUE(tool.WaitForRaw());
  tool.Type("\x04");
  EXPECT_EQ(tool.Wait().exit_code, 0);
  EXPECT_TRUE(engine_.execs()[0].request.tty());
}

}  // namespace
}  // namespace minidcos
