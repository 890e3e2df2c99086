// Commands on real nodes, by every transport.

#include <csignal>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/base/shell_quote.h"
#include "common/docker/client.h"
#include "common/node/process.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_at_terminal.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/exec/exec.pb.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

using Words = std::vector<std::string>;

// A master and an agent, for all tests of a suite.
class SharedCluster : public E2eTest {
 public:
  SharedCluster() {
    const ToolResult made =
        Run("provision", {"--agents=1", "--public-agents=0"});
    EXPECT_EQ(made.exit_code, 0) << made;
  }
  void TestBody() override {}

  using E2eTest::docker;
  using E2eTest::id;
  using E2eTest::temporary_folder;
};

// The argument is the transport.
class ExecOnNodes : public testing::TestWithParam<std::string> {
 protected:
  static void SetUpTestSuite() { cluster_ = new SharedCluster; }
  static void TearDownTestSuite() { delete std::exchange(cluster_, nullptr); }

  static ToolOptions Options(const std::string& input = "") {
    return {.environment = {{"DOCKER_HOST", cluster_->docker().host()},
                            {"TMPDIR", cluster_->temporary_folder()},
                            {"TERM", "xterm"}},
            .input = input};
  }

  static Words All(const Words& words) {
    Words all = {"--transport", GetParam(), "-c", cluster_->id()};
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }

  static ToolResult Exec(const Words& words, const std::string& input = "") {
    return RunToEnd(ToolPath("exec"), All(words), Options(input));
  }

  // Runs a line of a shell of ours in which $EXEC is the tool.
  static ToolResult Line(const std::string& line) {
    ToolOptions options = Options();
    options.environment["EXEC"] = ToolPath("exec");
    return RunToEnd("/bin/bash", {"-c", line}, options);
  }

  // Whether a process of just these words runs on the first master. What the
  // words are part of, such as the shell that starts them, does not count.
  static bool Runs(const std::string& words) {
    return Exec({"pgrep", "-xf", words}).exit_code == 0;
  }

  static void WaitUntilRuns(const std::string& words) {
    const Context deadline = Context().WithTimeout(absl::Seconds(30));
    while (!Runs(words)) {
      ASSERT_THAT(deadline.WaitFor(absl::Milliseconds(20)), IsOk()) << words;
    }
  }

  static SharedCluster* cluster_;
};

SharedCluster* ExecOnNodes::cluster_ = nullptr;

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

TEST_P(ExecOnNodes, GivesATerminalToWhatComesFromAFile) {
  const ToolResult result = Exec(
      {"-i", "-t", "--shell", "stty -echo; tty >/dev/null && cat"}, "a\nb");
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_THAT(result.out, HasSubstr("b"));
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
