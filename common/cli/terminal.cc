#include "common/cli/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// What ends a process without asking and leaves it no time to clean up.
constexpr int kDeadly[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV};
constexpr int kWindowSignals[] = {SIGWINCH, SIGCONT};

// For signal handlers: -1 while no terminal is raw, or nobody watches.
std::atomic<int> raw_fd = -1;
std::atomic<int> window_event = -1;
// Where what is written there can be read.
int window_events = -1;
termios cooked;
termios raw;

// Not from the background, which would stop us: the terminal is another's now.
// At once, for its output may have been stopped for good.
void Set(int fd, const termios& mode) {
  if (IsOwnTerminal(fd)) tcsetattr(fd, TCSANOW, &mode);
}

void DieRestored(int signal_number) {
  RestoreTerminal();
  // By its default action, once this handler has returned.
  raise(signal_number);
}

void OnWindowSignal(int signal_number) {
  const int saved_errno = errno;
  const int fd = raw_fd;
  if (signal_number == SIGCONT && fd >= 0) Set(fd, raw);
  // One that is full tells as much.
  [[maybe_unused]] const ssize_t written = write(window_event, "", 1);
  errno = saved_errno;
}

void Handle(int signal_number, void (*handler)(int), int flags) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigaction(signal_number, &action, nullptr);
}

// As cfmakeraw(3), as ssh and docker do.
termios MakeRaw(const termios& from) {
  termios made = from;
  cfmakeraw(&made);
  made.c_cc[VMIN] = 1;
  made.c_cc[VTIME] = 0;
  return made;
}

}  // namespace

bool IsOwnTerminal(int fd) { return isatty(fd) && tcgetpgrp(fd) == getpgrp(); }

std::optional<WindowSize> GetWindowSize(int fd) {
  winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) return std::nullopt;
  if (size.ws_row == 0 || size.ws_col == 0) return std::nullopt;
  return WindowSize{.rows = size.ws_row, .columns = size.ws_col};
}

absl::StatusOr<std::unique_ptr<RawMode>> RawMode::Enter(int fd) {
  if (tcgetattr(fd, &cooked) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot use the terminal: ", std::strerror(errno)));
  }
  raw = MakeRaw(cooked);
  raw_fd = fd;
  for (const int signal_number : kDeadly) {
    Handle(signal_number, DieRestored, static_cast<int>(SA_RESETHAND));
  }
  Set(fd, raw);
  return std::unique_ptr<RawMode>(new RawMode);
}

RawMode::~RawMode() {
  RestoreTerminal();
  for (const int signal_number : kDeadly) Handle(signal_number, SIG_DFL, 0);
}

void RestoreTerminal() {
  const int fd = raw_fd.exchange(-1);
  if (fd >= 0) Set(fd, cooked);
}

WindowWatch::WindowWatch() {
  int ends[2] = {-1, -1};
  if (pipe(ends) != 0) ends[0] = ends[1] = -1;
  for (const int fd : ends) {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, O_NONBLOCK);
  }
  window_events = ends[0];
  window_event = ends[1];
  for (const int signal_number : kWindowSignals) {
    Handle(signal_number, OnWindowSignal, SA_RESTART);
  }
}

WindowWatch::~WindowWatch() {
  for (const int signal_number : kWindowSignals) {
    Handle(signal_number, SIG_DFL, 0);
  }
  close(window_event.exchange(-1));
  close(window_events);
}

absl::Status WindowWatch::Wait(const Context& ctx) {
  while (true) {
    pollfd fds[] = {{.fd = window_events, .events = POLLIN, .revents = 0},
                    {.fd = ctx.cancel_fd(), .events = POLLIN, .revents = 0}};
    poll(fds, 2, ctx.PollTimeout());
    RETURN_IF_ERROR(ctx.Check());
    // All of those that came together are one.
    char events[4096];
    if (read(window_events, events, sizeof(events)) > 0) {
      return absl::OkStatus();
    }
  }
}

}  // namespace minidcos
