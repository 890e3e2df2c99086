#include "common/cli/terminal.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::Optional;

// A terminal of the test's own. What uses it is a child process, for only a
// session's foreground has a terminal.
class TerminalTest : public testing::Test {
 protected:
  TerminalTest() {
    EXPECT_EQ(openpty(&master_, &slave_, nullptr, nullptr, nullptr), 0);
  }
  ~TerminalTest() override {
    close(master_);
    close(slave_);
  }

  // How `body` ended as the terminal's foreground process: as waitpid() tells.
  int RunAtTerminal(const std::function<void(int)>& body) const {
    const pid_t child = fork();
    if (child == 0) {
      setsid();
      ioctl(slave_, TIOCSCTTY, 0);
      body(slave_);
      _exit(0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    return status;
  }

  // Whether lines are edited and Ctrl-C is a signal.
  bool IsCooked() const { return IsCooked(slave_); }
  static bool IsCooked(int fd) {
    termios mode;
    EXPECT_EQ(tcgetattr(fd, &mode), 0);
    return (mode.c_lflag & (ICANON | ECHO | ISIG)) == (ICANON | ECHO | ISIG) &&
           (mode.c_oflag & OPOST) != 0;
  }

  int master_ = -1;
  int slave_ = -1;
};

// For children, which have no way to tell a failed expectation.
void Require(bool condition) {
  if (!condition) _exit(1);
}

TEST_F(TerminalTest, IsRawForAScope) {
  EXPECT_TRUE(IsCooked());
  const int status = RunAtTerminal([](int fd) {
    Require(IsOwnTerminal(fd));
    auto raw = RawMode::Enter(fd);
    Require(raw.ok() && !IsCooked(fd));
    raw->reset();
    Require(IsCooked(fd));
  });
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(IsCooked());
}

class DeadlySignal : public TerminalTest,
                     public testing::WithParamInterface<int> {};

TEST_P(DeadlySignal, RestoresTheTerminal) {
  const int status = RunAtTerminal([](int fd) {
    const auto raw = RawMode::Enter(fd);
    Require(raw.ok() && !IsCooked(fd));
    raise(GetParam());
  });
  ASSERT_TRUE(WIFSIGNALED(status)) << status;
  EXPECT_EQ(WTERMSIG(status), GetParam());
  EXPECT_TRUE(IsCooked());
}

INSTANTIATE_TEST_SUITE_P(Signals, DeadlySignal,
                         testing::Values(SIGABRT, SIGSEGV, SIGQUIT));

TEST_F(TerminalTest, IsRawAgainAfterAStop) {
  const int status = RunAtTerminal([](int fd) {
    const WindowWatch watch;
    const auto raw = RawMode::Enter(fd);
    Require(raw.ok());
    termios cooked;
    tcgetattr(fd, &cooked);
    cooked.c_lflag |= ICANON | ECHO | ISIG;
    cooked.c_oflag |= OPOST;
    tcsetattr(fd, TCSANOW, &cooked);
    Require(IsCooked(fd));
    raise(SIGCONT);
    Require(!IsCooked(fd));
  });
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(IsCooked());
}

TEST_F(TerminalTest, IsNotOwnInTheBackground) {
  EXPECT_FALSE(IsOwnTerminal(slave_));
  const int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_FALSE(IsOwnTerminal(fd));
  EXPECT_THAT(RawMode::Enter(fd),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  close(fd);
}

TEST_F(TerminalTest, HasASizeOnceItIsSet) {
  EXPECT_EQ(GetWindowSize(slave_), std::nullopt);
  const winsize size = {
      .ws_row = 12, .ws_col = 34, .ws_xpixel = 0, .ws_ypixel = 0};
  ASSERT_EQ(ioctl(master_, TIOCSWINSZ, &size), 0);
  EXPECT_THAT(GetWindowSize(slave_),
              Optional(WindowSize{.rows = 12, .columns = 34}));
}

TEST(WindowWatch, NoticesTheSignal) {
  WindowWatch watch;
  raise(SIGWINCH);
  EXPECT_THAT(watch.Wait(Context().WithTimeout(absl::Seconds(30))), IsOk());
  EXPECT_THAT(watch.Wait(Context().WithTimeout(absl::Milliseconds(1))),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace minidcos
