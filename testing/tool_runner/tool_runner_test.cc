#include "testing/tool_runner/tool_runner.h"

#include <signal.h>

#include "absl/time/time.h"
#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(RunToEnd, GivesInputAndTakesBothOutputs) {
  const ToolResult result =
      RunToEnd("/bin/sh", {"-c", "cat; echo \"$WORD\" >&2; exit 3"},
               {.environment = {{"WORD", "hello"}}, .input = "some input"});
  EXPECT_EQ(result.exit_code, 3) << result;
  EXPECT_EQ(result.signal_number, 0) << result;
  EXPECT_EQ(result.out, "some input");
  EXPECT_EQ(result.err, "hello\n");
}

TEST(RunToEnd, TellsTheSignalThatEndedIt) {
  const ToolResult result = RunToEnd("/bin/sh", {"-c", "kill -TERM $$"});
  EXPECT_EQ(result.exit_code, -1) << result;
  EXPECT_EQ(result.signal_number, SIGTERM) << result;
}

TEST(RunToEnd, SendsOutputElsewhere) {
  const ToolResult result =
      RunToEnd("/bin/sh", {"-c", "echo x"}, {.output_path = "/dev/full"});
  EXPECT_NE(result.exit_code, 0) << result;
  EXPECT_EQ(result.out, "");
}

TEST(RunToEnd, FailsTheTestWhenTimeIsOver) {
  static ToolResult result;
  EXPECT_NONFATAL_FAILURE(
      result = RunToEnd(
          "/bin/cat", {"/dev/zero"},
          {.output_path = "/dev/null", .timeout = absl::Milliseconds(50)}),
      "timed out and killed");
  EXPECT_EQ(result.signal_number, SIGKILL) << result;
}

TEST(RunningTool, CanBeWatchedAndSignalled) {
  RunningTool tool(
      "/bin/sh",
      {"-c", "trap 'exit 7' INT; echo ready >&2; while :; do :; done"});
  ASSERT_TRUE(tool.WaitForError("ready"));
  tool.SendSignal(SIGINT);
  EXPECT_EQ(tool.Wait().exit_code, 7);
}

}  // namespace
}  // namespace minidcos
