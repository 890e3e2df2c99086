// How commands on real nodes end with what they are wanted for, by every
// transport.

#include <csignal>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/shell_quote.h"
#include "common/docker/client.h"
#include "common/node/process.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/exec_on_nodes.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_at_terminal.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST_P(ExecOnNodes, EndsWhenNobodyReadsItsOutput) {
  const ToolResult result =
      Line(absl::StrCat("\"$EXEC\" ", ShellQuoteAll(All({"yes", GetParam()})),
                        " | head -1; echo ${PIPESTATUS[0]}"));
  EXPECT_EQ(result.out, absl::StrCat(GetParam(), "\n141\n")) << result;
  EXPECT_EQ(result.err, "");
  EXPECT_FALSE(Runs(absl::StrCat("yes ", GetParam())));
}

TEST_P(ExecOnNodes, EndsTheCommandWhenItIsInterrupted) {
  for (const int signal_number : {SIGINT, SIGTERM, SIGHUP}) {
    const std::string command = absl::StrCat("sleep 9870", signal_number);
    RunningTool tool(ToolPath("exec"), All(absl::StrSplit(command, ' ')),
                     Options());
    WaitUntilRuns(command);
    tool.SendSignal(signal_number);
    EXPECT_EQ(tool.Wait().signal_number, signal_number);
    EXPECT_FALSE(Runs(command));
  }
}

TEST_P(ExecOnNodes, KillsACommandThatDoesNotListen) {
  const absl::Time begin = absl::Now();
  const ToolResult result = Exec(
      {"--timeout=1s", "--shell", "trap '' TERM; sleep 98799; sleep 98798"});
  EXPECT_EQ(result.exit_code, 125) << result;
  EXPECT_THAT(result.err, HasSubstr("master_0: timed out"));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(20));
  EXPECT_FALSE(Runs("sleep 98799"));
  EXPECT_FALSE(Runs("sleep 98798"));
}

TEST_P(ExecOnNodes, KillsItAtOnceWhenInterruptedAgain) {
  RunningTool tool(ToolPath("exec"),
                   All({"--shell",
                        "trap 'echo no >&2' TERM; "
                        "while :; do sleep 98795; done"}),
                   Options());
  WaitUntilRuns("sleep 98795");
  const absl::Time begin = absl::Now();
  tool.SendSignal(SIGINT);
  ASSERT_TRUE(tool.WaitForError("no\n"));
  tool.SendSignal(SIGTERM);
  EXPECT_EQ(tool.Wait().signal_number, SIGINT);
  EXPECT_LT(absl::Now() - begin, kEndGrace);
  EXPECT_FALSE(Runs("sleep 98795"));
}

TEST_P(ExecOnNodes, EndsACommandThatWritesWithoutEnd) {
  const absl::Time begin = absl::Now();
  ToolOptions options = Options();
  options.output_path = "/dev/null";
  const ToolResult result =
      RunToEnd(ToolPath("exec"), All({"--timeout=1s", "yes"}), options);
  EXPECT_EQ(result.exit_code, 125) << result;
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));
  EXPECT_FALSE(Runs("yes"));
}

// The quotes tell what is shown from what was typed.
TEST_P(ExecOnNodes, IsAtHomeAtATerminal) {
  ToolAtTerminal tool(ToolPath("exec"), All({"sh"}), Options());
  ASSERT_TRUE(tool.WaitForOutput("# "));
  EXPECT_TRUE(tool.IsRaw());
  tool.Type("echo $COLUMNS $LINES $TERM; stty size\r");
  ASSERT_TRUE(tool.WaitForOutput("80 24 xterm\r\n24 80\r\n"));
  tool.Resize(30, 100);
  tool.Type("until [ \"$(stty size)\" = '30 100' ]; do :; done; echo i''s\r");
  ASSERT_TRUE(tool.WaitForOutput("is\r\n"));
  tool.Type(
      "(trap 'echo inter''rupted; exit' INT; echo beg''un; "
      "while :; do :; done)\r");
  ASSERT_TRUE(tool.WaitForOutput("begun\r\n"));
  tool.Type("\x03");
  ASSERT_TRUE(tool.WaitForOutput("interrupted\r\n"));
  tool.Type("exit 5\r");
  EXPECT_EQ(tool.Wait().exit_code, 5);
  EXPECT_FALSE(tool.IsRaw());
}

TEST_P(ExecOnNodes, HangsUpOnATerminalsCommand) {
  ToolAtTerminal tool(ToolPath("exec"), All({"--shell", "sleep 98796"}),
                      Options());
  WaitUntilRuns("sleep 98796");
  tool.SendSignal(SIGTERM);
  EXPECT_EQ(tool.Wait().signal_number, SIGTERM);
  EXPECT_FALSE(tool.IsRaw());
  EXPECT_FALSE(Runs("sleep 98796"));
}

TEST_P(ExecOnNodes, GoesOnWithoutANodeThatIsKilled) {
  SharedCluster other;
  RunningTool tool(
      ToolPath("exec"),
      {"--transport", GetParam(), "-c", other.id(), "--all", "--shell",
       "echo begun >&2; [ $(hostname) = master-0 ] || "
       "sleep 3600; sleep 3; echo done"},
      Options());
  ASSERT_TRUE(tool.WaitForError("agent_0 | begun"));
  ASSERT_TRUE(tool.WaitForError("master_0 | begun"));
  ASSERT_THAT(other.docker().KillContainer(
                  Context().WithTimeout(absl::Seconds(30)),
                  absl::StrCat("dcos-e2e-", other.id(), ".agent-0")),
              IsOk());
  const ToolResult result = tool.Wait();
  EXPECT_EQ(result.out, "master_0 | done\n");
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("warning: agent_0: "));
}

INSTANTIATE_TEST_SUITE_P(Transports, ExecOnNodes,
                         testing::Values("docker-exec", "ssh"),
                         [](const auto& info) {
                           return info.param == "ssh" ? "Ssh" : "DockerExec";
                         });

}  // namespace
}  // namespace minidcos
