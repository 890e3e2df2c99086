#include "common/node/ssh.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/child_process.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/pseudo_terminal.h"
#include "common/base/shell_quote.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "common/node/ssh_connection.h"
#include "common/node/ssh_login.h"
#include "common/node/transport.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// The kernel takes 128 KiB in one word, and the whole line is one, here and on
// the node.
constexpr size_t kLongestLine = 100000;

constexpr size_t kMostInAPiece = size_t{64} << 10;

// ssh's own failures have this code, but so may a command's end.
constexpr int kSshFailed = 255;

// What ssh said for itself. That a shared connection takes no more sessions is
// no failure: ssh then makes one of its own.
std::string OwnWords(const std::string& log) {
  std::vector<std::string> words;
  for (const absl::string_view line :
       absl::StrSplit(ReadFile(log).value_or(""), absl::ByAnyChar("\r\n"),
                      absl::SkipWhitespace())) {
    if (!absl::StartsWith(line, "mux_client_")) words.emplace_back(line);
  }
  return absl::StrJoin(words, "; ");
}

// A program on a node and the ssh that it is behind.
class SshProgram : public RemoteProgram {
 public:
  explicit SshProgram(SshPlace place) : place_(std::move(place)) {}
  ~SshProgram() override {
    child_.reset();
    unlink(place_.log().c_str());
  }

  absl::Status Start(const SshLogin& login, const ProgramStart& start) {
    ASSIGN_OR_RETURN(const Fd in, MakeInput(start));
    ASSIGN_OR_RETURN(Pipe out, Pipe::Make());
    ASSIGN_OR_RETURN(Pipe err, Pipe::Make());
    unlink(place_.log().c_str());
    std::vector<std::string> argv = SshArgv(
        login, {"-S", place_.socket(), "-o", "ControlMaster=no", "-E",
                place_.log(), "-e", "none", has_terminal_ ? "-tt" : "-T"});
    argv.push_back(absl::StrCat("exec ", ShellQuoteAll(start.argv)));
    ASSIGN_OR_RETURN(child_, ChildProcess::Start(
                                 argv, {.directory = "/"},
                                 {in.get(), out.write.get(), err.write.get()}));
    out_ = std::move(out.read);
    err_ = std::move(err.read);
    return absl::OkStatus();
  }

  absl::StatusOr<Piece> Read(const Context& ctx) override {
    while (out_.get() >= 0 || err_.get() >= 0) {
      pollfd fds[] = {{out_.get(), POLLIN, 0},
                      {err_.get(), POLLIN, 0},
                      {ctx.cancel_fd(), POLLIN, 0}};
      poll(fds, 3, ctx.PollTimeout());
      RETURN_IF_ERROR(ctx.Check());
      // In turn, or a full stream would keep the other waiting.
      read_stderr_ = fds[1].revents != 0 && !(read_stderr_ && fds[0].revents);
      if (!read_stderr_ && fds[0].revents == 0) continue;
      Piece piece = {.is_stderr = read_stderr_,
                     .bytes = ReadSome(read_stderr_ ? err_ : out_)};
      if (!piece.bytes.empty()) return piece;
    }
    return Piece();
  }

  absl::Status Write(const Context& ctx, absl::string_view bytes) override {
    while (!bytes.empty()) {
      pollfd fds[] = {{in_.get(), POLLOUT, 0}, {ctx.cancel_fd(), POLLIN, 0}};
      poll(fds, 2, ctx.PollTimeout());
      RETURN_IF_ERROR(ctx.Check());
      const ssize_t written = WriteWithoutSignal(in_.get(), bytes);
      if (written >= 0) {
        bytes.remove_prefix(written);
      } else if (errno != EAGAIN && errno != EINTR) {
        return absl::UnavailableError("it takes no more input");
      }
    }
    return absl::OkStatus();
  }

  // A terminal's input has no end.
  absl::Status CloseWrite() override {
    if (!has_terminal_) in_.Reset();
    return absl::OkStatus();
  }

  absl::Status Resize(const Context&, TerminalSize size) override {
    RETURN_IF_ERROR(SetTerminalSize(in_.get(), size.rows, size.columns));
    // It is not ssh's controlling terminal, which would tell it.
    child_->Signal(SIGWINCH);
    return absl::OkStatus();
  }

  absl::StatusOr<int> Wait(const Context& ctx) override {
    ASSIGN_OR_RETURN(const int exit_code, child_->Wait(ctx));
    if (exit_code != kSshFailed) return exit_code;
    const std::string words = OwnWords(place_.log());
    if (words.empty() && place_.IsOpen()) return exit_code;
    return absl::UnavailableError(absl::StrCat(
        "the ssh connection broke", words.empty() ? "" : ": ", words));
  }

 private:
  // Opens our end of its input and returns ssh's.
  absl::StatusOr<Fd> MakeInput(const ProgramStart& start) {
    Fd theirs;
    has_terminal_ = start.terminal.has_value();
    if (has_terminal_) {
      ASSIGN_OR_RETURN(PseudoTerminal terminal, PseudoTerminal::Make());
      RETURN_IF_ERROR(SetTerminalSize(
          terminal.slave.get(), start.terminal->rows, start.terminal->columns));
      in_ = std::move(terminal.master);
      theirs = std::move(terminal.slave);
    } else if (start.has_input) {
      ASSIGN_OR_RETURN(Pipe pipe, Pipe::Make());
      in_ = std::move(pipe.write);
      theirs = std::move(pipe.read);
    }
    fcntl(in_.get(), F_SETFL, O_NONBLOCK);
    return theirs;
  }

  // Closes `fd` at its end.
  static std::string ReadSome(Fd& fd) {
    std::string bytes(kMostInAPiece, '\0');
    const ssize_t got = read(fd.get(), bytes.data(), bytes.size());
    if (got == 0 || (got < 0 && errno != EINTR)) fd.Reset();
    bytes.resize(got > 0 ? got : 0);
    return bytes;
  }

  const SshPlace place_;
  std::unique_ptr<ChildProcess> child_;
  bool has_terminal_ = false;
  bool read_stderr_ = false;
  Fd in_;
  Fd out_;
  Fd err_;
};

class SshTransport : public Transport {
 public:
  explicit SshTransport(std::shared_ptr<SshAccess> access)
      : access_(std::move(access)) {}

  Limits limits() const override { return {.line = kLongestLine}; }

  absl::StatusOr<std::unique_ptr<RemoteProgram>> Start(
      const Context& ctx, const NodeIdentity& node,
      const ProgramStart& start) override {
    if (node.ip_address.empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat("it is not running (", node.state, ")"));
    }
    ASSIGN_OR_RETURN(const SshLogin login, access_->LoginTo(ctx, node));
    ASSIGN_OR_RETURN(SshPlace place,
                     SshPlace::Take(ctx, node.container_id, login, [&] {
                       return access_->Prepare(ctx, node, login);
                     }));
    auto program = std::make_unique<SshProgram>(std::move(place));
    RETURN_IF_ERROR(program->Start(login, start));
    return program;
  }

 private:
  const std::shared_ptr<SshAccess> access_;
};

}  // namespace

std::shared_ptr<Transport> NewSshTransport(std::shared_ptr<SshAccess> access) {
  return std::make_shared<SshTransport>(std::move(access));
}

}  // namespace minidcos
