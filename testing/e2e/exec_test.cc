// Commands on real nodes, by every transport.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/json.h"
#include "common/base/shell_quote.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/exec_on_nodes.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/exec/exec.pb.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

TEST_P(ExecOnNodes, PassesWordsOutputAndExitCodeOn) {
  const ToolResult result =
      Exec({"--env", "A=b 'c'\n$d", "--workdir", "/etc", "sh", "-c",
            R"(printf '%s|' "$A" "$PWD" "$@"; echo oops >&2; exit 7)", "sh",
            "two words", "$HOME", "-x", "", "'\"`\\*;&|<>\n\t!#~\x01"});
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_EQ(result.out,
            "b 'c'\n$d|/etc|two words|$HOME|-x||'\"`\\*;&|<>\n\t!#~\x01|");
  EXPECT_EQ(result.err, "oops\n");
}

TEST_P(ExecOnNodes, PassesTenThousandWordsOn) {
  Words words = {"sh", "-c", "echo $# $9999", "sh"};
  for (int i = 1; i <= 10'000; ++i) words.push_back(absl::StrCat("word ", i));
  const ToolResult result = Exec(words);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "10000 word 9999\n");
}

TEST_P(ExecOnNodes, RunsAsAUser) {
  const ToolResult result = Exec(
      {"--user", "nobody", "--shell", "id -un; echo $HOME; cat /etc/shadow"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.out, "nobody\n/nonexistent\n");
  EXPECT_THAT(result.err, HasSubstr("Permission denied"));
}

TEST_P(ExecOnNodes, TellsExitCodesApart) {
  EXPECT_EQ(Exec({"no-such-command"}).exit_code, 127);
  EXPECT_EQ(Exec({"/etc/passwd"}).exit_code, 126);
  EXPECT_EQ(Exec({"--shell", "kill -KILL $$"}).exit_code, 137);
  EXPECT_EQ(Exec({"--user", "no-such-user", "true"}).exit_code, 125);
  EXPECT_EQ(Exec({"--workdir", "/no/such", "true"}).exit_code, 125);
  EXPECT_EQ(Exec({"--node", "agent_7", "true"}).exit_code, 125);
}

TEST_P(ExecOnNodes, CarriesBytesBothWays) {
  const ToolResult bytes = Exec({"head", "-c", "3000001", "/dev/urandom"});
  ASSERT_EQ(bytes.out.size(), 3'000'001u);
  const ToolResult back = Exec({"-i", "cat"}, bytes.out);
  EXPECT_TRUE(back.out == bytes.out);
  const ToolResult error = Exec({"-i", "--shell", "cat >&2"}, bytes.out);
  EXPECT_TRUE(error.err == bytes.out);
  EXPECT_EQ(error.out, "");
}

TEST_P(ExecOnNodes, LeavesTheListOfALoopAlone) {
  const ToolResult result =
      Line(absl::StrCat("printf '1\n2\n3\n' | while read i; do \"$EXEC\" ",
                        ShellQuoteAll(All({})), " echo got $i; done"));
  EXPECT_EQ(result.out, "got 1\ngot 2\ngot 3\n") << result;
}

TEST_P(ExecOnNodes, RunsFiftyAtOnce) {
  std::vector<std::unique_ptr<RunningTool>> tools;
  for (int i = 0; i < 50; ++i) {
    tools.push_back(std::make_unique<RunningTool>(
        ToolPath("exec"),
        All({"--shell", absl::StrCat("echo ", i, "; exit ", i)}), Options()));
  }
  for (int i = 0; i < 50; ++i) {
    const ToolResult result = tools[i]->Wait();
    EXPECT_EQ(result.exit_code, i) << result;
    EXPECT_EQ(result.out, absl::StrCat(i, "\n"));
  }
}

TEST_P(ExecOnNodes, RunsOnSeveralNodes) {
  const ToolResult result =
      Exec({"--all", "--stdin-all", "--shell",
            "hostname; cat; echo oops >&2; [ $(hostname) = master-0 ]"},
           "input\n");
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_THAT(Words(absl::StrSplit(result.out, '\n', absl::SkipEmpty())),
              UnorderedElementsAre("master_0 | master-0", "master_0 | input",
                                   "agent_0 | agent-0", "agent_0 | input"));
  EXPECT_THAT(
      Words(absl::StrSplit(result.err, '\n', absl::SkipEmpty())),
      UnorderedElementsAre("master_0 | oops", "agent_0 | oops",
                           "minidcos-exec: warning: agent_0: exit code 1"));
}

TEST_P(ExecOnNodes, ReportsBytesThatAreNoText) {
  const ToolResult result =
      Exec({"--output=json", "--shell", R"(printf 'ü\n'; printf '\377' >&2)"});
  ExecReport report;
  ASSERT_THAT(ParseJson(result.out, report), IsOk()) << result;
  ASSERT_EQ(report.nodes_size(), 1);
  EXPECT_EQ(report.nodes(0).stdout(), "ü\n");
  EXPECT_EQ(report.nodes(0).stderr_base64(), "/w==");
}

TEST_P(ExecOnNodes, TellsThatTheNodesDiskIsFull) {
  const ToolResult result =
      Exec({"-i", "--shell",
            "mkdir -p /mnt/full && mount -t tmpfs -o size=1m none /mnt/full && "
            "cat >/mnt/full/x; code=$?; umount /mnt/full; exit $code"},
           std::string(5'000'000, 'x'));
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_THAT(result.err, HasSubstr("No space left on device"));
}

TEST_P(ExecOnNodes, GivesATerminalToWhatComesFromAFile) {
  const ToolResult result = Exec(
      {"-i", "-t", "--shell", "stty -echo; tty >/dev/null && cat"}, "a\nb");
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_THAT(result.out, HasSubstr("b"));
}

INSTANTIATE_TEST_SUITE_P(Transports, ExecOnNodes,
                         testing::Values("docker-exec", "ssh"),
                         [](const auto& info) {
                           return info.param == "ssh" ? "Ssh" : "DockerExec";
                         });

}  // namespace
}  // namespace minidcos
