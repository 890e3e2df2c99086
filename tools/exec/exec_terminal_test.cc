// The built tool at a terminal, against a fake engine.

#include <signal.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/fake_nodes.h"
#include "common/docker/engine.pb.h"
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
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

class ExecAtTerminal : public testing::Test {
 protected:
  ExecAtTerminal() {
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kMaster, 0));
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kAgent, 0));
  }

  ToolOptions Options() const {
    return {
        .environment = {{"DOCKER_HOST", engine_.host()}, {"TERM", "vt100"}}};
  }

  // The sizes that the command's terminal was given, "ROWS COLUMNS".
  std::vector<std::string> Resizes() const {
    std::vector<std::string> sizes;
    for (const FakeEngine::Request& request : engine_.requests()) {
      if (!absl::EndsWith(request.path, "/resize")) continue;
      sizes.push_back(request.query.find("h")->second + " " +
                      request.query.find("w")->second);
    }
    return sizes;
  }

  FakeEngine engine_;
};

TEST_F(ExecAtTerminal, HandsKeysOnAsTheyArePressed) {
  engine_.OnAnyExec(
      [](const FakeExecCall&) { return FakeRun{.exit_code = 3}; });
  ToolAtTerminal tool(ToolPath("exec"), {"sh"}, Options());
  ASSERT_TRUE(tool.WaitForRaw());
  tool.Type("a\r\x03\x1a\x04");
  const ToolResult result = tool.Wait();
  EXPECT_EQ(result.exit_code, 3) << result;
  EXPECT_FALSE(tool.IsRaw());
  EXPECT_THAT(result.out, Not(HasSubstr("a"))) << "it is the node's to echo";
  EXPECT_EQ(engine_.execs()[0].input, "a\r\x03\x1a\x04");
}

TEST_F(ExecAtTerminal, TellsTheCommandOfTheTerminal) {
  ToolAtTerminal tool(ToolPath("exec"), {"top"}, Options());
  ASSERT_TRUE(tool.WaitForRaw());
  tool.Type("\x04");
  EXPECT_EQ(tool.Wait().exit_code, 0);
  const docker::CreateExecRequest request = engine_.execs()[0].request;
  EXPECT_TRUE(request.tty());
  const std::vector<std::string> environment(request.env().begin(),
                                             request.env().end());
  EXPECT_THAT(environment,
              IsSupersetOf({"TERM=vt100", "LINES=24", "COLUMNS=80"}));
}

TEST_F(ExecAtTerminal, FollowsTheWindow) {
  ToolAtTerminal tool(ToolPath("exec"), {"top"}, Options());
  ASSERT_TRUE(tool.WaitForRaw());
  tool.Resize(30, 100);
  const Context deadline = Context().WithTimeout(absl::Seconds(30));
  while (Resizes().empty()) {
    ASSERT_TRUE(deadline.WaitFor(absl::Milliseconds(5)).ok());
  }
  EXPECT_THAT(Resizes(), ElementsAre("30 100"));
}

class ExecIsSent : public ExecAtTerminal,
                   public testing::WithParamInterface<int> {};

TEST_P(ExecIsSent, TheSignalAndRestoresTheTerminal) {
  ToolAtTerminal tool(ToolPath("exec"), {"sh"}, Options());
  ASSERT_TRUE(tool.WaitForRaw());
  tool.SendSignal(GetParam());
  EXPECT_EQ(tool.Wait().signal_number, GetParam());
  EXPECT_FALSE(tool.IsRaw());
}

INSTANTIATE_TEST_SUITE_P(Signals, ExecIsSent,
                         testing::Values(SIGTERM, SIGHUP, SIGINT, SIGQUIT,
                                         SIGABRT));

TEST_F(ExecAtTerminal, RestoresItIfTheEngineGoes) {
  ToolAtTerminal tool(ToolPath("exec"), {"sh"}, Options());
  ASSERT_TRUE(tool.WaitForRaw());
  engine_.DropConnections();
  tool.Wait();
  EXPECT_FALSE(tool.IsRaw());
}

TEST_F(ExecAtTerminal, HasNoneWithoutOrOnSeveralNodes) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"-T", "true"},
        {"--all", "true"},
        {"--output=json", "true"}}) {
    ToolAtTerminal tool(ToolPath("exec"), words, Options());
    tool.Type("\x04");
    EXPECT_EQ(tool.Wait().exit_code, 0);
  }
  for (const FakeExecCall& call : engine_.execs()) {
    EXPECT_FALSE(call.request.tty());
  }
}

TEST_F(ExecAtTerminal, RefusesTheTwoFlagsTogether) {
  const ToolResult result =
      RunToEnd(ToolPath("exec"), {"-t", "-T", "true"}, Options());
  EXPECT_EQ(result.exit_code, 125) << result;
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
