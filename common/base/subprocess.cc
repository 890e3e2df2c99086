#include "common/base/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"

extern char** environ;

namespace minidcos {
namespace {

// Descriptors from here on are not looked at.
constexpr int kMostInherited = 1024;

class Fd {
 public:
  Fd() = default;
  ~Fd() { Reset(); }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;

  void Reset(int fd = -1) {
    if (fd_ >= 0) close(fd_);
    fd_ = fd;
  }
  int get() const { return fd_; }

 private:
  int fd_ = -1;
};

struct Pipe {
  Fd read;
  Fd write;

  absl::Status Open() {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0) return ErrnoStatus(errno, "making a pipe");
    read.Reset(fds[0]);
    write.Reset(fds[1]);
    return absl::OkStatus();
  }
};

std::vector<std::string> MakeEnvironment(const SubprocessOptions& options) {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const char* equals = std::strchr(*entry, '=');
    if (equals != nullptr)
      variables[std::string(*entry, equals - *entry)] = equals + 1;
  }
  for (const std::string& name : options.unset_environment)
    variables.erase(name);
  for (const auto& [name, value] : options.environment) variables[name] = value;
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables) {
    environment.push_back(absl::StrCat(name, "=", value));
  }
  return environment;
}

std::vector<char*> Pointers(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& string : strings) {
    pointers.push_back(const_cast<char*>(string.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

// What the child does between fork and exec: only async-signal-safe calls. A
// failure is reported as an errno through `error_fd`, which exec closes.
[[noreturn]] void Exec(char* const* argv, char* const* environment,
                       const char* directory, int stdin_fd, int stdout_fd,
                       int stderr_fd, int error_fd) {
  setpgid(0, 0);
#ifdef __linux__
  // Killed with us, so that a DC/OS installer does not work on for nobody.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int signal_number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    signal(signal_number, SIG_DFL);
  }
  // Whatever we were started with is not the program's business; dash, for one,
  // cannot name a descriptor of two digits.
  for (int fd = 3; fd < kMostInherited; ++fd) fcntl(fd, F_SETFD, FD_CLOEXEC);
  dup2(stdin_fd, 0);
  dup2(stdout_fd, 1);
  dup2(stderr_fd, 2);
  if (*directory == '\0' || chdir(directory) == 0) {
    execvpe(argv[0], argv, environment);
  }
  const int error = errno;
  [[maybe_unused]] const ssize_t written =
      write(error_fd, &error, sizeof(error));
  _exit(127);
}

// write() that fails with EPIPE where it would also raise SIGPIPE.
ssize_t WriteWithoutSignal(int fd, absl::string_view data) {
  sigset_t pipe_signal, old;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &old);
  const ssize_t written = write(fd, data.data(), data.size());
  const int saved_errno = errno;
  if (written < 0 && saved_errno == EPIPE) {
    const timespec now = {0, 0};
    sigtimedwait(&pipe_signal, nullptr, &now);
  }
  pthread_sigmask(SIG_SETMASK, &old, nullptr);
  errno = saved_errno;
  return written;
}

void KeepLast(size_t count, std::string& text) {
  if (text.size() > count) text.erase(0, text.size() - count);
}

// A started program and our ends of its pipes. The destructor leaves no process
// behind.
class Child {
 public:
  ~Child() {
    if (pid_ > 0) {
      kill(-pid_, SIGKILL);
      Wait();
    }
  }

  absl::Status Start(const std::vector<std::string>& argv,
                     const SubprocessOptions& options) {
    Pipe error;
    RETURN_IF_ERROR(stdin_.Open());
    RETURN_IF_ERROR(stdout_.Open());
    RETURN_IF_ERROR(stderr_.Open());
    RETURN_IF_ERROR(error.Open());
    const std::vector<std::string> environment = MakeEnvironment(options);
    const std::vector<char*> arguments = Pointers(argv);
    const std::vector<char*> variables = Pointers(environment);
    pid_ = fork();
    if (pid_ < 0) return ErrnoStatus(errno, "fork");
    if (pid_ == 0) {
      Exec(arguments.data(), variables.data(), options.directory.c_str(),
           stdin_.read.get(), stdout_.write.get(), stderr_.write.get(),
           error.write.get());
    }
    setpgid(pid_, pid_);
    stdin_.read.Reset();
    stdout_.write.Reset();
    stderr_.write.Reset();
    error.write.Reset();
    int exec_error = 0;
    if (read(error.read.get(), &exec_error, sizeof(exec_error)) > 0) {
      return ErrnoStatus(exec_error, absl::StrCat("running '", argv[0], "'"));
    }
    return absl::OkStatus();
  }

  // Moves bytes until the program has closed its output and ended, or `ctx`
  // ends.
  absl::Status Communicate(const Context& ctx, const SubprocessOptions& options,
                           SubprocessResult& result) {
    absl::string_view input = options.input;
    fcntl(stdin_.write.get(), F_SETFL, O_NONBLOCK);
    while (stdout_.read.get() >= 0 || stderr_.read.get() >= 0) {
      if (input.empty()) stdin_.write.Reset();
      pollfd fds[] = {{stdin_.write.get(), POLLOUT, 0},
                      {stdout_.read.get(), POLLIN, 0},
                      {stderr_.read.get(), POLLIN, 0},
                      {ctx.cancel_fd(), POLLIN, 0}};
      poll(fds, 4, ctx.PollTimeout());
      RETURN_IF_ERROR(ctx.Check());
      if (fds[0].revents != 0) Feed(input);
      if (fds[1].revents != 0) {
        Drain(stdout_.read, options.on_stdout, options.keep_output,
              result.stdout_text);
      }
      if (fds[2].revents != 0) {
        Drain(stderr_.read, options.on_stderr, options.keep_output,
              result.stderr_text);
      }
    }
    return WaitUntilEnded(ctx);
  }

  // Asks the whole process group to end, then makes it.
  void Terminate() {
    kill(-pid_, SIGTERM);
    const Context grace = Context().WithTimeout(kTerminateGrace);
    while (grace.Check().ok()) {
      if (waitpid(pid_, &wait_status_, WNOHANG) == pid_) break;
      grace.WaitFor(absl::Milliseconds(10)).IgnoreError();
    }
    kill(-pid_, SIGKILL);
    if (grace.Check().ok()) {
      pid_ = -1;
    } else {
      Wait();
    }
  }

  int Wait() {
    while (waitpid(pid_, &wait_status_, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFSIGNALED(wait_status_) ? 128 + WTERMSIG(wait_status_)
                                     : WEXITSTATUS(wait_status_);
  }

 private:
  // It is over at once, as a rule, but can go on after it has closed its
  // output.
  absl::Status WaitUntilEnded(const Context& ctx) {
    absl::Duration interval = absl::Milliseconds(1);
    while (true) {
      siginfo_t info = {};
      waitid(P_PID, pid_, &info, WEXITED | WNOHANG | WNOWAIT);
      if (info.si_pid == pid_) return absl::OkStatus();
      RETURN_IF_ERROR(ctx.WaitFor(interval));
      interval = std::min(2 * interval, absl::Milliseconds(50));
    }
  }

  void Feed(absl::string_view& input) {
    const ssize_t written = WriteWithoutSignal(stdin_.write.get(), input);
    if (written >= 0) {
      input.remove_prefix(written);
    } else if (errno != EAGAIN && errno != EINTR) {
      input = {};  // it reads no more: its own business
    }
  }

  static void Drain(Fd& fd, const std::function<void(absl::string_view)>& sink,
                    size_t keep, std::string& kept) {
    char buffer[65536];
    const ssize_t got = read(fd.get(), buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) return;
    if (got <= 0) return fd.Reset();
    const absl::string_view piece(buffer, got);
    if (sink) sink(piece);
    absl::StrAppend(&kept, piece);
    // Not at every piece: each time all that is kept moves.
    if (kept.size() > 2 * keep) KeepLast(keep, kept);
  }

  pid_t pid_ = -1;
  int wait_status_ = 0;
  Pipe stdin_;
  Pipe stdout_;
  Pipe stderr_;
};

}  // namespace

absl::StatusOr<SubprocessResult> RunSubprocess(
    const Context& ctx, const std::vector<std::string>& argv,
    const SubprocessOptions& options) {
  Child child;
  RETURN_IF_ERROR(child.Start(argv, options));
  SubprocessResult result;
  const absl::Status status = child.Communicate(ctx, options, result);
  if (!status.ok()) {
    child.Terminate();
    return status;
  }
  result.exit_code = child.Wait();
  KeepLast(options.keep_output, result.stdout_text);
  KeepLast(options.keep_output, result.stderr_text);
  return result;
}

}  // namespace minidcos
