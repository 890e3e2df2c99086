#include "testing/tool_runner/tool_runner.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "glog/logging.h"
#include "gtest/gtest.h"
#include "testing/tool_runner/environment.h"

namespace minidcos {
namespace {

// A file that begins with `content` and is at its beginning.
int InputFile(const std::string& content) {
  const int fd = memfd_create("input", MFD_CLOEXEC);
  PCHECK(fd >= 0 && pwrite(fd, content.data(), content.size(), 0) >= 0);
  return fd;
}

// Signals as a shell hands them on, whatever the test runner ignores.
void SetAttributes(posix_spawnattr_t& attributes) {
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP |
                                            POSIX_SPAWN_SETSIGDEF |
                                            POSIX_SPAWN_SETSIGMASK);
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  for (const int signal_number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    sigaddset(&signals, signal_number);
  }
  posix_spawnattr_setsigdefault(&attributes, &signals);
}

pid_t Spawn(const std::string& path, const std::vector<std::string>& arguments,
            const ToolOptions& options, int out_fd, int err_fd) {
  posix_spawnattr_t attributes;
  SetAttributes(attributes);
  const int in_fd = InputFile(options.input);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in_fd, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err_fd, STDERR_FILENO);
  if (options.output_path.empty()) {
    posix_spawn_file_actions_adddup2(&actions, out_fd, STDOUT_FILENO);
  } else {
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO,
                                     options.output_path.c_str(), O_WRONLY, 0);
  }
  std::vector<std::string> argv = {path};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  const std::vector<std::string> environment = Environment(options.environment);
  pid_t pid = -1;
  const int error =
      posix_spawn(&pid, path.c_str(), &actions, &attributes,
                  Pointers(argv).data(), Pointers(environment).data());
  CHECK_EQ(error, 0) << "starting " << path << ": " << std::strerror(error);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(in_fd);
  return pid;
}

}  // namespace

std::string RunfilePath(absl::string_view path) {
  return absl::StrCat(std::getenv("TEST_SRCDIR"), "/",
                      std::getenv("TEST_WORKSPACE"), "/", path);
}

std::string ToolPath(absl::string_view tool) {
  const std::string folder = absl::StrReplaceAll(tool, {{"-", "_"}});
  return RunfilePath(absl::StrCat("tools/", folder, "/", folder));
}

std::ostream& operator<<(std::ostream& stream, const ToolResult& result) {
  return stream << "exit code " << result.exit_code << ", signal "
                << result.signal_number << "\nstdout:\n"
                << result.out << "\nstderr:\n"
                << result.err << "\n";
}

RunningTool::RunningTool(const std::string& path,
                         const std::vector<std::string>& arguments,
                         const ToolOptions& options)
    : deadline_(absl::Now() + options.timeout) {
  int out[2], err[2];
  PCHECK(pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0);
  pid_ = Spawn(path, arguments, options, out[1], err[1]);
  close(out[1]);
  close(err[1]);
  collector_ = std::thread(
      [this, out_fd = out[0], err_fd = err[0]] { Collect(out_fd, err_fd); });
}

RunningTool::~RunningTool() {
  if (pid_ > 0) {
    SendSignal(SIGKILL);
    Wait();
  }
}

void RunningTool::Collect(int out_fd, int err_fd) {
  pollfd fds[] = {{.fd = out_fd, .events = POLLIN, .revents = 0},
                  {.fd = err_fd, .events = POLLIN, .revents = 0}};
  std::string* const texts[] = {&result_.out, &result_.err};
  while (fds[0].fd >= 0 || fds[1].fd >= 0) {
    const auto left = absl::ToInt64Milliseconds(deadline_ - absl::Now());
    if (left <= 0) break;
    poll(fds, 2, static_cast<int>(left));
    const std::lock_guard<std::mutex> lock(mutex_);
    for (int i = 0; i < 2; ++i) {
      if (fds[i].fd < 0 || fds[i].revents == 0) continue;
      char buffer[4096];
      const ssize_t got = read(fds[i].fd, buffer, sizeof(buffer));
      if (got > 0) texts[i]->append(buffer, got);
      // poll() ignores negative descriptors.
      if (got == 0) fds[i].fd = -1;
    }
    collected_.notify_all();
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  timed_out_ = fds[0].fd >= 0 || fds[1].fd >= 0;
  if (timed_out_) kill(-pid_, SIGKILL);
  close(out_fd);
  close(err_fd);
  ended_ = true;
  collected_.notify_all();
}

bool RunningTool::WaitForOutput(absl::string_view text) {
  return WaitFor(text, result_.out);
}

bool RunningTool::WaitForError(absl::string_view text) {
  return WaitFor(text, result_.err);
}

bool RunningTool::WaitFor(absl::string_view text, const std::string& stream) {
  std::unique_lock<std::mutex> lock(mutex_);
  collected_.wait(lock,
                  [&] { return ended_ || absl::StrContains(stream, text); });
  const bool found = absl::StrContains(stream, text);
  EXPECT_TRUE(found) << "no '" << text << "' in:\n" << stream;
  return found;
}

void RunningTool::WaitForErrorLines(int count) {
  std::unique_lock<std::mutex> lock(mutex_);
  collected_.wait(lock, [&] {
    return ended_ ||
           std::count(result_.err.begin(), result_.err.end(), '\n') >= count;
  });
}

bool RunningTool::EndsWithin(absl::Duration limit) {
  std::unique_lock<std::mutex> lock(mutex_);
  return collected_.wait_for(lock, absl::ToChronoMilliseconds(limit),
                             [this] { return ended_; });
}

void RunningTool::SendSignal(int signal_number) {
  // Of -1 it would be everybody's.
  if (pid_ > 0) kill(pid_, signal_number);
}

ToolResult RunningTool::Wait() {
  collector_.join();
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  if (timed_out_) ADD_FAILURE() << "timed out and killed";
  if (WIFSIGNALED(status)) result_.signal_number = WTERMSIG(status);
  if (WIFEXITED(status)) result_.exit_code = WEXITSTATUS(status);
  return result_;
}

ToolResult RunToEnd(const std::string& path,
                    const std::vector<std::string>& arguments,
                    const ToolOptions& options) {
  return RunningTool(path, arguments, options).Wait();
}

}  // namespace minidcos
