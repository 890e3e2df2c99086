#include "testing/local_transport.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Waits until one of `fds` is ready; the context's error if that ends first.
absl::Status Poll(const Context& ctx, std::vector<pollfd>& fds) {
  fds.push_back({.fd = ctx.cancel_fd(), .events = POLLIN});
  const int ready = poll(fds.data(), fds.size(), ctx.PollTimeout());
  fds.pop_back();
  if (ready < 0) return ErrnoStatus(errno, "poll");
  return ctx.Check();
}

class LocalProgram : public RemoteProgram {
 public:
  LocalProgram(pid_t pid, int in, int out, int err)
      : pid_(pid), in_(in), out_(out), err_(err) {}

  // As the engine's client does when it goes: nobody is killed.
  ~LocalProgram() override {
    for (const int fd : {in_, out_, err_}) {
      if (fd >= 0) close(fd);
    }
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
  }

  absl::StatusOr<Piece> Read(const Context& ctx) override {
    while (out_ >= 0 || err_ >= 0) {
      std::vector<pollfd> fds = {{.fd = out_, .events = POLLIN},
                                 {.fd = err_, .events = POLLIN}};
      RETURN_IF_ERROR(Poll(ctx, fds));
      for (const bool is_stderr : {false, true}) {
        int& fd = is_stderr ? err_ : out_;
        if (fd < 0 || fds[is_stderr ? 1 : 0].revents == 0) continue;
        Piece piece = {.is_stderr = is_stderr,
                       .bytes = std::string(size_t{64} << 10, '\0')};
        const ssize_t size = read(fd, piece.bytes.data(), piece.bytes.size());
        piece.bytes.resize(size > 0 ? size : 0);
        if (!piece.bytes.empty()) return piece;
        close(std::exchange(fd, -1));
      }
    }
    return Piece();
  }

  absl::Status Write(const Context& ctx, absl::string_view bytes) override {
    while (!bytes.empty()) {
      std::vector<pollfd> fds = {{.fd = in_, .events = POLLOUT}};
      RETURN_IF_ERROR(Poll(ctx, fds));
      const ssize_t size = write(in_, bytes.data(), bytes.size());
      if (size < 0 && errno != EAGAIN) {
        return absl::UnavailableError("it reads no more");
      }
      if (size > 0) bytes.remove_prefix(size);
    }
    return absl::OkStatus();
  }

  absl::Status CloseWrite() override {
    if (in_ >= 0) close(std::exchange(in_, -1));
    return absl::OkStatus();
  }

  absl::Status Resize(const Context&, TerminalSize) override {
    return absl::OkStatus();
  }

  absl::StatusOr<int> Wait(const Context&) override {
    int status = 0;
    waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_;
  int in_;
  int out_;
  int err_;
};

[[noreturn]] void Exec(const ProgramStart& start, int in, int out, int err) {
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  // As engines and sshd start programs: a session of its own, signals as usual.
  setsid();
  signal(SIGPIPE, SIG_DFL);
  for (const auto& [name, value] : start.environment) {
    setenv(name.c_str(), value.c_str(), 1);
  }
  std::vector<char*> argv;
  for (const std::string& word : start.argv) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  _exit(127);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> LocalArchives::MountPoints(
    const Context&, const NodeIdentity&) {
  ASSIGN_OR_RETURN(const std::string mounts, ReadFile("/proc/self/mountinfo"));
  std::vector<std::string> points;
  for (const absl::string_view line : absl::StrSplit(mounts, '\n')) {
    const std::vector<std::string> fields = absl::StrSplit(line, ' ');
    if (fields.size() > 4) points.push_back(fields[4]);
  }
  return points;
}

absl::Status LocalArchives::Put(
    const Context& ctx, const NodeIdentity&, const std::string& folder,
    const std::function<absl::StatusOr<std::string>()>& tar) {
  ++puts_;
  std::string bytes;
  while (true) {
    ASSIGN_OR_RETURN(const std::string piece, tar());
    if (piece.empty()) break;
    bytes += piece;
  }
  ASSIGN_OR_RETURN(const SubprocessResult result,
                   RunSubprocess(ctx,
                                 {"tar", "--warning=no-unknown-keyword", "-xpf",
                                  "-", "-C", folder},
                                 {.input = bytes}));
  return result.exit_code == 0 ? absl::OkStatus()
                               : absl::UnknownError(result.stderr_text);
}

absl::Status LocalArchives::Get(const Context& ctx, const NodeIdentity&,
                                const std::string& path,
                                const OutputSink& sink) {
  ++gets_;
  absl::Status status;
  const size_t slash = path.rfind('/');
  ASSIGN_OR_RETURN(
      const SubprocessResult result,
      RunSubprocess(ctx,
                    {"tar", "-cf", "-", "-C", path.substr(0, slash + 1), "--",
                     path.substr(slash + 1)},
                    {.on_stdout = [&](absl::string_view piece) {
                      if (status.ok()) status = sink(piece);
                    }}));
  RETURN_IF_ERROR(status);
  return result.exit_code == 0 ? absl::OkStatus()
                               : absl::UnknownError(result.stderr_text);
}

Transport::Limits LocalTransport::limits() const {
  return {.line = size_t{1} << 20, .utf8 = false, .carries_environment = true};
}

absl::StatusOr<std::unique_ptr<RemoteProgram>> LocalTransport::Start(
    const Context& ctx, const NodeIdentity&, const ProgramStart& start) {
  RETURN_IF_ERROR(ctx.Check());
  // A program that has ended must not end the test.
  signal(SIGPIPE, SIG_IGN);
  int in[2], out[2], err[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 ||
      pipe2(err, O_CLOEXEC) != 0) {
    return ErrnoStatus(errno, "pipe");
  }
  const pid_t pid = fork();
  if (pid < 0) return ErrnoStatus(errno, "fork");
  if (pid == 0) Exec(start, in[0], out[1], err[1]);
  close(in[0]);
  close(out[1]);
  close(err[1]);
  fcntl(in[1], F_SETFL, O_NONBLOCK);
  auto program = std::make_unique<LocalProgram>(pid, in[1], out[0], err[0]);
  if (!start.has_input) RETURN_IF_ERROR(program->CloseWrite());
  return program;
}

}  // namespace minidcos
