#include "common/base/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/die_with_thread.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"

extern char** environ;

namespace minidcos {
namespace {

// Descriptors from here on are not looked at.
constexpr int kMostInherited = 1024;

std::vector<std::string> MakeEnvironment(const ChildOptions& options) {
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
                       const ChildOptions& options, const ChildStreams& streams,
                       int error_fd) {
  if (!options.in_our_group) setpgid(0, 0);
  if (options.dies_with_thread) DieWithThread();
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (!options.inherits) {
    for (const int signal_number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
      signal(signal_number, SIG_DFL);
    }
    // Whatever we were started with is not the program's business; dash, for
    // one, cannot name a descriptor of two digits.
    for (int fd = 3; fd < kMostInherited; ++fd) fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
  dup2(streams.in, 0);
  dup2(streams.out, 1);
  dup2(streams.err, 2);
  const char* directory = options.directory.c_str();
  if (*directory == '\0' || chdir(directory) == 0) {
    // execvpe() is GNU's alone.
    environ = const_cast<char**>(environment);
    execvp(options.program.empty() ? argv[0] : options.program.c_str(), argv);
  }
  const int error = errno;
  [[maybe_unused]] const ssize_t written =
      write(error_fd, &error, sizeof(error));
  _exit(127);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(
    const std::vector<std::string>& argv, const ChildOptions& options,
    const ChildStreams& streams) {
  const Fd null(open("/dev/null", O_RDWR | O_CLOEXEC));
  if (null.get() < 0) return ErrnoStatus(errno, "opening /dev/null");
  ChildStreams given = streams;
  for (int* fd : {&given.in, &given.out, &given.err}) {
    if (*fd < 0) *fd = null.get();
  }
  ASSIGN_OR_RETURN(Pipe error, Pipe::Make());
  const std::vector<std::string> environment = MakeEnvironment(options);
  const std::vector<char*> arguments = Pointers(argv);
  const std::vector<char*> variables = Pointers(environment);
  const pid_t pid = fork();
  if (pid < 0) return ErrnoStatus(errno, "fork");
  if (pid == 0) {
    Exec(arguments.data(), variables.data(), options, given, error.write.get());
  }
  if (!options.in_our_group) setpgid(pid, pid);
  std::unique_ptr<ChildProcess> child(
      new ChildProcess(pid, options.in_our_group ? pid : -pid));
  error.write.Reset();
  int exec_error = 0;
  if (read(error.read.get(), &exec_error, sizeof(exec_error)) > 0) {
    return ErrnoStatus(exec_error, absl::StrCat("running '", argv[0], "'"));
  }
  return child;
}

ChildProcess::~ChildProcess() {
  if (ExitCode().has_value()) return;
  kill(target_, SIGKILL);
  Wait(Context()).IgnoreError();
}

absl::StatusOr<int> ChildProcess::Wait(const Context& ctx) {
  // It is over at once, as a rule, but can go on after it has closed its
  // output.
  absl::Duration interval = absl::Milliseconds(1);
  while (true) {
    const std::optional<int> exit_code = ExitCode();
    if (exit_code.has_value()) return *exit_code;
    RETURN_IF_ERROR(ctx.WaitFor(interval));
    interval = std::min(2 * interval, absl::Milliseconds(50));
  }
}

void ChildProcess::Signal(int signal_number) {
  const absl::MutexLock lock(&mutex_);
  if (!exit_code_.has_value()) kill(pid_, signal_number);
}

void ChildProcess::Terminate(absl::Duration grace) {
  if (ExitCode().has_value()) return;
  kill(target_, SIGTERM);
  const bool ended = Wait(Context().WithTimeout(grace)).ok();
  // Others of its group may be left; its own number may be another's by now.
  if (!ended || target_ < 0) kill(target_, SIGKILL);
  Wait(Context()).IgnoreError();
}

std::optional<int> ChildProcess::ExitCode() {
  const absl::MutexLock lock(&mutex_);
  int status = 0;
  if (!exit_code_.has_value() && waitpid(pid_, &status, WNOHANG) == pid_) {
    exit_code_ =
        WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  return exit_code_;
}

}  // namespace minidcos
