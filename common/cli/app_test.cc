#include "common/cli/app.h"

#include <signal.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/cli/version.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Tool() { return RunfilePath("common/cli/app_test_tool"); }

ToolResult RunApp(const std::vector<std::string>& arguments,
                  const ToolOptions& options = {}) {
  return RunToEnd(Tool(), arguments, options);
}

// Runs it as "$0" of a line for bash.
ToolResult RunInShell(const std::string& line) {
  return RunToEnd("/bin/bash", {"-c", line, Tool()});
}

TEST(RunTool, GivesFlagsArgumentsAndStreams) {
  const ToolResult result =
      RunApp({"-c", "x", "print", "--masters=3", "--output=json", "word"});
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_EQ(result.out, "x 3 json print,word\n");
  EXPECT_EQ(result.err, "words on stderr\n");
}

TEST(RunTool, PrintsHelpAndVersionWithoutTheArguments) {
  const ToolResult help = RunApp({"-h"});
  EXPECT_EQ(help.exit_code, 0) << help;
  EXPECT_THAT(help.out, StartsWith("Usage: minidcos-test [FLAG...] ACTION"));
  EXPECT_THAT(help.out, HasSubstr("how many masters (default: 1)"));
  EXPECT_EQ(help.err, "");
  const ToolResult version = RunApp({"--version"});
  EXPECT_EQ(version.exit_code, 0) << version;
  EXPECT_EQ(version.out, absl::StrCat("minidcos-test ", kVersion, "\n"));
}

TEST(RunTool, RefusesWrongUsage) {
  const struct {
    std::vector<std::string> arguments;
    std::string error;
  } cases[] = {
      {{}, "missing argument, expected: ACTION [ARGUMENT]"},
      {{"print", "a", "b"}, "unexpected argument 'b'"},
      {{"print", "--mastres"}, "unknown flag '--mastres'; did you mean"},
      {{"print", "--transport=pigeon"},
       "'pigeon' is not one of: docker-exec, ssh"},
      {{"dance"}, "no such action"},
  };
  for (const auto& c : cases) {
    const ToolResult result = RunApp(c.arguments);
    EXPECT_EQ(result.exit_code, 2) << result;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, StartsWith("minidcos-test: error: "));
    EXPECT_THAT(result.err, HasSubstr(c.error));
    EXPECT_THAT(result.err, EndsWith("\ntry 'minidcos-test --help'\n"));
  }
}

TEST(RunTool, TurnsTheStatusIntoAnExitCode) {
  const ToolResult result = RunApp(
      {"fail", absl::StrCat(static_cast<int>(absl::StatusCode::kNotFound))});
  EXPECT_EQ(result.exit_code, 3) << result;
  EXPECT_EQ(result.err,
            "minidcos-test: error: it ?[31mfailed\n"
            "  | the engine said\n"
            "  | no?\n");
}

TEST(RunTool, PassesACommandsCodeThrough) {
  EXPECT_EQ(RunApp({"exit", "7"}).exit_code, 7);
  const ToolOptions runs_command = {.environment = {{"RUNS_COMMAND", "1"}}};
  EXPECT_EQ(RunApp({"exit", "7"}, runs_command).exit_code, 7);
  EXPECT_EQ(RunApp({"fail", "5"}, runs_command).exit_code, 125);
  EXPECT_EQ(RunApp({"--mastres"}, runs_command).exit_code, 125);
  EXPECT_EQ(RunApp({"print", "--mastres"}, runs_command).out,
            "default 1 text print,--mastres\n");
}

TEST(RunTool, ExitsWithItsOwnCodeOnABug) {
  const ToolResult result = RunApp({"crash"});
  EXPECT_EQ(result.exit_code, 70) << result;
  EXPECT_THAT(result.err, HasSubstr("Check failed: 1 == 2"));
  EXPECT_THAT(result.err, EndsWith("this is a bug in minidcos: please report "
                                   "it\n"));
  EXPECT_EQ(
      RunApp({"crash"}, {.environment = {{"RUNS_COMMAND", "1"}}}).exit_code,
      125);
}

TEST(RunTool, LogsOnlyWhenAsked) {
  EXPECT_EQ(RunApp({"exit", "0"}).err, "");
  EXPECT_THAT(RunApp({"-v", "exit", "0"}).err, HasSubstr("about to exit"));
}

TEST(RunTool, DrawsProgressOnStderr) {
  const ToolResult result = RunApp({"steps"});
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, StartsWith("Building ...\nBuilding: done ("));
  EXPECT_THAT(result.err,
              HasSubstr("\nminidcos-test: warning: the disk is nearly full\n"
                        "now run this\n"
                        "Breaking ...\nBreaking: failed ("));
  EXPECT_THAT(result.err, EndsWith("\nminidcos-test: error: broken\n"));
}

TEST(RunTool, FailsWhenItsOutputIsLost) {
  const ToolResult full = RunApp({"print"}, {.output_path = "/dev/full"});
  EXPECT_EQ(full.exit_code, 1) << full;
  EXPECT_THAT(full.err, EndsWith("error: writing to standard output: No space "
                                 "left on device\n"));
  const ToolResult closed = RunInShell("exec \"$0\" print >&-");
  EXPECT_EQ(closed.exit_code, 1) << closed;
  EXPECT_THAT(closed.err, HasSubstr("writing to standard output"));
}

TEST(RunTool, ManagesWithoutStderr) {
  const ToolResult result = RunInShell("exec \"$0\" print 2>&-");
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_EQ(result.out, "default 1 text print\n");
  EXPECT_EQ(RunInShell("exec \"$0\" fail 5 2>&-").exit_code, 3);
  EXPECT_EQ(
      RunInShell("\"$0\" steps 2>&1 >/dev/null | :; exit ${PIPESTATUS[0]}")
          .exit_code,
      1)
      << "nobody reading stderr stops nothing";
}

TEST(RunTool, DiesQuietlyWhenNobodyReads) {
  const ToolResult result =
      RunInShell("\"$0\" forever | head -n1; exit ${PIPESTATUS[0]}");
  EXPECT_EQ(result.exit_code, 128 + SIGPIPE) << result;
  EXPECT_EQ(result.out, "y\n");
  EXPECT_EQ(result.err, "stopped\n");
}

TEST(RunTool, CleansUpAndDiesOfTheSignal) {
  for (const int signal_number : {SIGINT, SIGTERM, SIGHUP}) {
    RunningTool tool(Tool(), {"wait"});
    ASSERT_TRUE(tool.WaitForError("working\n"));
    tool.SendSignal(signal_number);
    const ToolResult result = tool.Wait();
    EXPECT_EQ(result.signal_number, signal_number) << result;
    EXPECT_EQ(result.err,
              "working\ncleaning\nminidcos-test: error: interrupted\n");
  }
}

TEST(RunTool, EndsTheCleanUpAtASecondSignal) {
  RunningTool tool(Tool(), {"wait", "slowly"});
  ASSERT_TRUE(tool.WaitForError("working\n"));
  tool.SendSignal(SIGINT);
  ASSERT_TRUE(tool.WaitForError("cleaning\n"));
  tool.SendSignal(SIGTERM);
  const ToolResult result = tool.Wait();
  EXPECT_EQ(result.signal_number, SIGINT) << "the first one";
  EXPECT_THAT(result.err, HasSubstr("error: cleaning up: interrupted\n"));
}

TEST(RunTool, IsDoneIfTheWorkEndedWellAllTheSame) {
  RunningTool tool(Tool(), {"finish"});
  ASSERT_TRUE(tool.WaitForError("working\n"));
  tool.SendSignal(SIGINT);
  EXPECT_EQ(tool.Wait().exit_code, 0);
}

TEST(RunTool, LeavesIgnoredSignalsIgnored) {
  RunningTool tool("/bin/bash",
                   {"-c", "trap '' HUP; exec \"$0\" wait", Tool()});
  ASSERT_TRUE(tool.WaitForError("working\n"));
  tool.SendSignal(SIGHUP);
  tool.SendSignal(SIGTERM);
  EXPECT_EQ(tool.Wait().signal_number, SIGTERM);
}

TEST(ExpandDash, ReadsWordsFromStandardInput) {
  EXPECT_EQ(RunApp({"input"}, {.input = "b c\n\nd"}).out, "a,b,c,d\n");
  EXPECT_EQ(RunApp({"input"}, {.input = ""}).out, "a\n");
}

TEST(ExpandDash, CanBeInterrupted) {
  RunningTool tool("/bin/bash", {"-c",
                                 "exec \"$0\" input < <(echo ready >&2; "
                                 "exec tail -f /dev/null 2>&-)",
                                 Tool()});
  ASSERT_TRUE(tool.WaitForError("ready"));
  tool.SendSignal(SIGINT);
  EXPECT_EQ(tool.Wait().signal_number, SIGINT);
}

}  // namespace
}  // namespace minidcos
