#include "common/node/node.h"

#include <unistd.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/shell_quote.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "common/node/process.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "glog/logging.h"

namespace minidcos {
namespace {

OutputSink AppendTo(std::string& text) {
  return [&text](absl::string_view piece) {
    absl::StrAppend(&text, piece);
    return absl::OkStatus();
  };
}

OutputSink WriteTo(int fd) {
  return [fd](absl::string_view piece) -> absl::Status {
    while (!piece.empty()) {
      const ssize_t written = write(fd, piece.data(), piece.size());
      if (written < 0 && errno != EINTR) {
        return ErrnoStatus(errno, "writing a command's output");
      }
      if (written > 0) piece.remove_prefix(written);
    }
    return absl::OkStatus();
  };
}

// Logs whole lines, the last one, without a line end, when it goes.
class LineLogger {
 public:
  explicit LineLogger(std::string reference)
      : reference_(std::move(reference)) {}
  ~LineLogger() {
    if (!line_.empty()) Log();
  }
  LineLogger(const LineLogger&) = delete;
  LineLogger& operator=(const LineLogger&) = delete;

  void Add(absl::string_view piece) {
    for (const char c : piece) {
      if (c == '\n') {
        Log();
      } else {
        line_.push_back(c);
      }
    }
  }

 private:
  void Log() {
    LOG(INFO) << reference_ << ": " << line_;
    line_.clear();
  }

  const std::string reference_;
  std::string line_;
};

OutputSink LogAnd(LineLogger& logger, const OutputSink& sink) {
  return [&logger, sink](absl::string_view piece) {
    logger.Add(piece);
    return sink(piece);
  };
}

}  // namespace

std::string Node::reference() const { return NodeReference(identity_); }

absl::StatusOr<std::unique_ptr<Process>> Node::Start(
    const Context& ctx, const Command& command) const {
  absl::StatusOr<std::unique_ptr<Process>> process =
      Process::Start(ctx, transport_, identity_, command);
  if (!process.ok()) return Annotate(process.status(), reference());
  return process;
}

absl::StatusOr<int> Node::Run(const Context& ctx, const Command& command,
                              const OutputSink& on_stdout,
                              const OutputSink& on_stderr,
                              const InputSource& input,
                              const Context& patience) const {
  Command started = command;
  started.has_input = input != nullptr;
  ASSIGN_OR_RETURN(const std::unique_ptr<Process> process, Start(ctx, started));
  absl::StatusOr<int> exit_code =
      RunToEnd(ctx, *process, on_stdout, on_stderr, input, patience);
  if (!exit_code.ok()) return Annotate(exit_code.status(), reference());
  return exit_code;
}

absl::StatusOr<CommandResult> Node::Run(const Context& ctx,
                                        const Command& command,
                                        OutputMode mode) const {
  CommandResult result;
  LineLogger log_stdout(reference());
  LineLogger log_stderr(reference());
  OutputSink on_stdout = AppendTo(result.stdout_text);
  OutputSink on_stderr = AppendTo(result.stderr_text);
  if (mode == OutputMode::kLogAndCapture) {
    on_stdout = LogAnd(log_stdout, on_stdout);
    on_stderr = LogAnd(log_stderr, on_stderr);
  } else if (mode == OutputMode::kPassThrough) {
    on_stdout = WriteTo(STDOUT_FILENO);
    on_stderr = WriteTo(STDERR_FILENO);
  }
  ASSIGN_OR_RETURN(result.exit_code, Run(ctx, command, on_stdout, on_stderr));
  return result;
}

absl::StatusOr<std::string> Node::MustRun(const Context& ctx,
                                          const Command& command) const {
  ASSIGN_OR_RETURN(const CommandResult result, Run(ctx, command));
  if (result.exit_code == 0) return result.stdout_text;
  absl::Status failed = absl::FailedPreconditionError(
      absl::StrCat(reference(), ": ", ShellQuoteAll(command.argv),
                   " exited with code ", result.exit_code));
  SetOutput(failed, absl::StrCat(result.stdout_text, result.stderr_text));
  return failed;
}

}  // namespace minidcos
