#include "common/base/subprocess.h"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/child_process.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

Context Limit() { return Context().WithTimeout(absl::Minutes(1)); }

absl::StatusOr<SubprocessResult> Shell(const std::string& script,
                                       const SubprocessOptions& options = {}) {
  return RunSubprocess(Limit(), {"sh", "-c", script}, options);
}

TEST(RunSubprocess, ReturnsOutputAndExitCode) {
  const auto result = Shell("echo out; echo err >&2; exit 3");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 3);
  EXPECT_EQ(result->stdout_text, "out\n");
  EXPECT_EQ(result->stderr_text, "err\n");
}

TEST(RunSubprocess, PassesWordsAsTheyAre) {
  const auto result =
      RunSubprocess(Limit(), {"printf", "%s|", "a b", "", "$HOME", "'\n"});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, "a b||$HOME|'\n|");
}

TEST(RunSubprocess, TellsTheSignalThatEndedIt) {
  const auto result = Shell("kill -TERM $$");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 128 + SIGTERM);
}

TEST(RunSubprocess, KnowsWhatIsNoProgram) {
  EXPECT_THAT(RunSubprocess(Limit(), {"minidcos-no-such-program"}),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("'minidcos-no-such-program'")));
  EXPECT_THAT(RunSubprocess(Limit(), {"/etc/passwd"}),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Shell("true", {.directory = "/nonexistent"}),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(RunSubprocess, SetsFolderAndEnvironment) {
  setenv("INHERITED", "1", 1);
  setenv("REMOVED", "2", 1);
  const auto result = Shell("pwd; echo $INHERITED,$REMOVED,$ADDED",
                            {.directory = "/",
                             .environment = {{"ADDED", "a b"}},
                             .unset_environment = {"REMOVED"}});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, "/\n1,,a b\n");
}

TEST(RunSubprocess, GivesItsInputAndTakesMuchOutput) {
  // More than a pipe holds, both ways at once.
  std::string seen;
  const std::string input(5000000, 'x');
  const auto result =
      RunSubprocess(Limit(), {"cat"},
                    {.input = input, .on_stdout = [&](absl::string_view piece) {
                       absl::StrAppend(&seen, piece);
                     }});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 0);
  EXPECT_TRUE(seen == input);
}

TEST(RunSubprocess, KeepsTheLastOfMuchOutput) {
  const auto result = Shell("seq 100000; seq 100000 >&2", {.keep_output = 12});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, "9999\n100000\n");
  EXPECT_EQ(result->stderr_text, "9999\n100000\n");
}

TEST(RunSubprocess, DoesNotMindInputThatIsNotRead) {
  const auto result =
      Shell("exec <&-; echo done", {.input = std::string(1000000, 'x')});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, "done\n");
}

TEST(RunSubprocess, StartsItWithoutOurSignalsAndDescriptors) {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  sigprocmask(SIG_BLOCK, &blocked, nullptr);
  signal(SIGINT, SIG_IGN);
  const int leak = dup(2);
  const auto interrupted = Shell("kill -INT $$");
  const auto terminated = Shell("kill -TERM $$");
  const auto open = Shell("ls /proc/self/fd | wc -l");
  close(leak);
  signal(SIGINT, SIG_DFL);
  sigprocmask(SIG_UNBLOCK, &blocked, nullptr);
  ASSERT_THAT(interrupted, IsOk());
  EXPECT_EQ(interrupted->exit_code, 128 + SIGINT);
  ASSERT_THAT(terminated, IsOk());
  EXPECT_EQ(terminated->exit_code, 128 + SIGTERM);
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->stdout_text, "4\n");  // 0, 1, 2 and what ls reads
}

TEST(RunSubprocess, EndsItWithItsChildrenAtTheDeadline) {
  const absl::Duration start = MonotonicNow();
  std::string pids;
  EXPECT_THAT(RunSubprocess(Context().WithTimeout(absl::Milliseconds(300)),
                            {"sh", "-c", "sleep 1000 & echo $!; echo $$; wait"},
                            {.on_stdout =
                                 [&](absl::string_view piece) {
                                   absl::StrAppend(&pids, piece);
                                 }}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_LT(MonotonicNow() - start, kTerminateGrace);
  for (const absl::string_view line : absl::StrSplit(pids, '\n')) {
    int pid = 0;
    if (!absl::SimpleAtoi(line, &pid)) continue;
    const auto state =
        Shell(absl::StrCat("grep State: /proc/", pid, "/status | grep -v Z"));
    ASSERT_THAT(state, IsOk());
    EXPECT_EQ(state->stdout_text, "") << "process " << pid << " lives";
  }
}

TEST(RunSubprocess, LetsItCleanUpWhenInterrupted) {
  Cancellation cancellation;
  std::string output;
  EXPECT_THAT(RunSubprocess(
                  Limit().WithCancellation(cancellation),
                  {"sh", "-c",
                   "trap 'rm \"$file\"; exit' TERM; "
                   "file=$(mktemp); echo $file; while :; do sleep 0.01; done"},
                  {.on_stdout =
                       [&](absl::string_view piece) {
                         absl::StrAppend(&output, piece);
                         cancellation.Cancel();
                       }}),
              StatusIs(absl::StatusCode::kCancelled));
  const std::string file(absl::StripSuffix(output, "\n"));
  ASSERT_THAT(file, HasSubstr("/"));
  EXPECT_NE(access(file.c_str(), F_OK), 0);
}

TEST(RunSubprocess, KillsWhatDoesNotListen) {
  const absl::Duration start = MonotonicNow();
  EXPECT_THAT(
      RunSubprocess(Context().WithTimeout(absl::Milliseconds(300)),
                    {"sh", "-c", "trap '' TERM; while :; do sleep 1; done"}),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_GE(MonotonicNow() - start, kTerminateGrace);
  EXPECT_LT(MonotonicNow() - start, kTerminateGrace + absl::Seconds(5));
}

TEST(RunSubprocess, EndsWhatHasClosedItsOutput) {
  EXPECT_THAT(RunSubprocess(Context().WithTimeout(absl::Milliseconds(300)),
                            {"sh", "-c", "exec >&- 2>&-; sleep 1000"}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace minidcos
