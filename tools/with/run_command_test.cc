#include "tools/with/run_command.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/find_program.h"
#include "common/base/monotonic_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

// Bazel gives tests no terminal; what is different at one, with_tool_test.cc
// tries.
class RunCommandTest : public testing::Test {
 protected:
  UserCommand Shell(const std::string& script) const {
    return {.argv = {"sh", "-c", script, "sh", folder_.path()},
            .program = *FindProgram("sh")};
  }

  absl::StatusOr<CommandEnd> Run(const UserCommand& command) const {
    return RunCommand(limit_, command);
  }

  int ExitCode(const UserCommand& command) const {
    const auto end = Run(command);
    EXPECT_THAT(end, IsOk());
    return end.ok() ? end->exit_code : -1;
  }

  std::string Read(absl::string_view name) const {
    return ReadFile(absl::StrCat(folder_.path(), "/", name)).value_or("");
  }

  void WaitForFile(absl::string_view name) const {
    while (Read(name).empty()) {
      ASSERT_THAT(limit_.WaitFor(absl::Milliseconds(5)), IsOk()) << name;
    }
  }

  const ScopedFolder folder_ =
      *ScopedFolder::Make(testing::TempDir(), "run-command-");
  const Context limit_ = Context().WithTimeout(absl::Minutes(1));
};

TEST_F(RunCommandTest, PassesTheExitCodeOn) {
  EXPECT_EQ(ExitCode(Shell("exit 0")), 0);
  EXPECT_EQ(ExitCode(Shell("exit 7")), 7);
  EXPECT_EQ(ExitCode(Shell("kill -KILL $$")), 128 + SIGKILL);
}

TEST_F(RunCommandTest, IsNotFooledByAnInterruptOfTheCommandAlone) {
  const auto end = Run(Shell("kill -INT $$"));
  ASSERT_THAT(end, IsOk());
  EXPECT_EQ(end->exit_code, 128 + SIGINT);
  EXPECT_FALSE(end->by_ctrl_c);
}

TEST_F(RunCommandTest, GivesItTheEnvironment) {
  setenv("RUN_COMMAND_OLD", "old", 1);
  UserCommand command = Shell(
      "test \"$RUN_COMMAND_NEW\" = 'a b' && test -z \"${RUN_COMMAND_OLD+x}\"");
  command.environment = {{"RUN_COMMAND_NEW", "a b"}};
  command.unset_environment = {"RUN_COMMAND_OLD"};
  EXPECT_EQ(ExitCode(command), 0);
}

TEST_F(RunCommandTest, HandsOnDescriptorsAndIgnoredSignals) {
  constexpr int kNumber = 9;
  const std::string path = folder_.path() + "/out";
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  ASSERT_EQ(dup2(fd, kNumber), kNumber);
  signal(SIGHUP, SIG_IGN);
  EXPECT_EQ(ExitCode(Shell("kill -HUP $$; echo alive >&9")), 0);
  signal(SIGHUP, SIG_DFL);
  EXPECT_EQ(Read("out"), "alive\n");
  close(fd);
  close(kNumber);
}

// Interrupts the command once the file "begun" is there.
class InterruptedCommand : public RunCommandTest {
 protected:
  absl::Status RunInterrupted(const std::string& script) {
    std::thread interrupter([this] {
      WaitForFile("begun");
      interrupted_.Cancel();
    });
    const absl::StatusOr<CommandEnd> end =
        RunCommand(limit_.WithCancellation(interrupted_), Shell(script));
    interrupter.join();
    return end.status();
  }

  Cancellation interrupted_;
};

TEST_F(InterruptedCommand, GetsATermAndTimeToCleanUp) {
  EXPECT_THAT(
      RunInterrupted("trap 'echo cleaned >$1/end; exit 0' TERM\n"
                     "echo >$1/begun; while :; do read x <$1/begun; done"),
      StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(Read("end"), "cleaned\n");
}

TEST_F(InterruptedCommand, IsKilledWithItsGroupIfItStays) {
  const absl::Duration begin = MonotonicNow();
  EXPECT_THAT(RunInterrupted("trap '' TERM; sleep 1000 & echo $! >$1/child\n"
                             "echo >$1/begun; wait"),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_GE(MonotonicNow() - begin, kCommandGrace);
  int child = 0;
  ASSERT_TRUE(absl::SimpleAtoi(Read("child"), &child));
  // Killed, whether or not whoever inherited it has waited for it.
  while (kill(child, 0) == 0) {
    const std::string state =
        ReadFile(absl::StrCat("/proc/", child, "/stat")).value_or("");
    if (state.find(") Z ") != std::string::npos) break;
    ASSERT_THAT(limit_.WaitFor(absl::Milliseconds(5)), IsOk());
  }
}

TEST_F(InterruptedCommand, DoesNotBeginAfterTheInterrupt) {
  interrupted_.Cancel();
  EXPECT_THAT(RunCommand(limit_.WithCancellation(interrupted_),
                         Shell("echo >$1/begun")),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(Read("begun"), "");
}

}  // namespace
}  // namespace minidcos
