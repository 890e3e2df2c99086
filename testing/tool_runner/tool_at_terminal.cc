#include "testing/tool_runner/tool_at_terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "glog/logging.h"
#include "gtest/gtest.h"
#include "testing/tool_runner/environment.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

void Report(int fd, int value) {
  if (write(fd, &value, sizeof(value)) != sizeof(value)) _exit(1);
}

// The session's first process, whose end would reset the terminal: it starts
// the program, tells its end, and stays until it is killed.
[[noreturn]] void Lead(int terminal, int report, char* const* argv,
                       char* const* environment) {
  setsid();
  ioctl(terminal, TIOCSCTTY, 0);
  const pid_t program = fork();
  if (program == 0) {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      dup2(terminal, fd);
    }
    execve(argv[0], argv, environment);
    _exit(127);
  }
  // They are for the program.
  for (const int number : {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP}) {
    signal(number, SIG_IGN);
  }
  Report(report, program);
  int status = 0;
  waitpid(program, &status, 0);
  Report(report, status);
  while (true) pause();
}

int Receive(int report) {
  int value = -1;
  CHECK_EQ(read(report, &value, sizeof(value)),
           static_cast<ssize_t>(sizeof(value)));
  return value;
}

// proc(5): the state comes after the name in parentheses.
bool IsStopped(pid_t pid) {
  const std::string stat =
      ReadFile(absl::StrCat("/proc/", pid, "/stat")).value_or("");
  return absl::StartsWith(stat.substr(stat.rfind(')') + 1), " T ");
}

}  // namespace

ToolAtTerminal::ToolAtTerminal(const std::string& path,
                               const std::vector<std::string>& arguments,
                               const ToolOptions& options)
    : deadline_(absl::Now() + options.timeout) {
  std::vector<std::string> words = {path};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const std::vector<std::string> variables = Environment(options.environment);
  const std::vector<char*> argv = Pointers(words);
  const std::vector<char*> environment = Pointers(variables);
  const winsize size = {
      .ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
  int program_end = -1;
  int ends[2];
  PCHECK(openpty(&terminal_, &program_end, nullptr, nullptr, &size) == 0);
  PCHECK(pipe2(ends, O_CLOEXEC) == 0);
  for (const int fd : {terminal_, program_end}) {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
  leader_ = fork();
  PCHECK(leader_ >= 0);
  if (leader_ == 0) Lead(program_end, ends[1], argv.data(), environment.data());
  close(program_end);
  close(ends[1]);
  report_ = ends[0];
  pid_ = Receive(report_);
}

ToolAtTerminal::~ToolAtTerminal() {
  if (!ended_) SendSignal(SIGKILL);
  kill(leader_, SIGKILL);
  waitpid(leader_, nullptr, 0);
  close(terminal_);
  close(report_);
}

void ToolAtTerminal::Type(absl::string_view keys) {
  PCHECK(write(terminal_, keys.data(), keys.size()) ==
         static_cast<ssize_t>(keys.size()));
}

void ToolAtTerminal::Resize(int rows, int columns) {
  const winsize size = {.ws_row = static_cast<uint16_t>(rows),
                        .ws_col = static_cast<uint16_t>(columns),
                        .ws_xpixel = 0,
                        .ws_ypixel = 0};
  PCHECK(ioctl(terminal_, TIOCSWINSZ, &size) == 0);
}

bool ToolAtTerminal::IsRaw() const {
  termios mode;
  PCHECK(tcgetattr(terminal_, &mode) == 0);
  return (mode.c_lflag & (ICANON | ECHO | ISIG)) == 0;
}

bool ToolAtTerminal::WaitForOutput(absl::string_view text) {
  return WaitUntil(text, [&] { return absl::StrContains(result_.out, text); });
}

bool ToolAtTerminal::WaitForRaw() {
  return WaitUntil("raw mode", [&] { return IsRaw(); });
}

bool ToolAtTerminal::WaitForStop() {
  return WaitUntil("stop", [this] { return IsStopped(pid_); });
}

bool ToolAtTerminal::WaitUntil(absl::string_view what,
                               const std::function<bool()>& is_so) {
  while (!is_so()) {
    if (ended_ || absl::Now() > deadline_) {
      ADD_FAILURE() << "no " << what << ":\n" << result_.out;
      return false;
    }
    Look();
  }
  return true;
}

void ToolAtTerminal::Look() {
  constexpr int kMilliseconds = 10;
  pollfd fds[] = {{.fd = terminal_, .events = POLLIN, .revents = 0},
                  {.fd = report_, .events = POLLIN, .revents = 0}};
  poll(fds, 2, kMilliseconds);
  char buffer[4096];
  if ((fds[0].revents & POLLIN) != 0) {
    const ssize_t got = read(terminal_, buffer, sizeof(buffer));
    if (got > 0) result_.out.append(buffer, got);
  } else if (fds[1].revents != 0) {
    // All that it has shown has been read.
    const int status = Receive(report_);
    if (WIFSIGNALED(status)) result_.signal_number = WTERMSIG(status);
    if (WIFEXITED(status)) result_.exit_code = WEXITSTATUS(status);
    ended_ = true;
  }
}

void ToolAtTerminal::SendSignal(int signal_number) {
  kill(pid_, signal_number);
}

ToolResult ToolAtTerminal::Wait() {
  while (!ended_ && absl::Now() < deadline_) Look();
  if (!ended_) ADD_FAILURE() << "timed out:\n" << result_.out;
  return result_;
}

}  // namespace minidcos
