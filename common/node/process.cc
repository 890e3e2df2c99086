#include "common/node/process.h"

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/drop_output.h"
#include "common/node/launcher.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// A node that is asked to kill something does so at once, or is gone.
constexpr absl::Duration kKillTime = absl::Seconds(10);

// What a login may print before the launcher's line.
constexpr size_t kMostBeforeLine = size_t{1} << 20;

absl::Status ReadAll(const Context& ctx, Process& process,
                     const OutputSink& on_stdout, const OutputSink& on_stderr) {
  while (true) {
    ASSIGN_OR_RETURN(const Process::Piece piece, process.Read(ctx));
    if (piece.bytes.empty()) return absl::OkStatus();
    RETURN_IF_ERROR((piece.is_stderr ? on_stderr : on_stdout)(piece.bytes));
  }
}

// `sink`, whose errors only end what it is given.
OutputSink Forgiving(const OutputSink& sink) {
  return [&sink, failed = false](absl::string_view piece) mutable {
    failed = failed || !sink(piece).ok();
    return absl::OkStatus();
  };
}

// Feeds a command from a thread of its own while it runs.
class Feeder {
 public:
  Feeder(const Context& ctx, Process& process, const InputSource& source)
      : over_(ctx), failed_(ctx) {
    if (!source) return;
    thread_ = std::thread([this, ctx, &process, &source] {
      status_ = Feed(ctx.WithCancellation(over_), process, source);
      if (!status_.ok()) failed_.Cancel();
    });
  }
  ~Feeder() { Stop().IgnoreError(); }

  // Cancelled when the source fails, or with the context.
  const Cancellation& failed() const { return failed_; }

  // Ends the feeding and returns the source's error.
  absl::Status Stop() {
    over_.Cancel();
    if (thread_.joinable()) thread_.join();
    return status_;
  }

 private:
  static absl::Status Feed(const Context& ctx, Process& process,
                           const InputSource& source) {
    while (true) {
      const absl::StatusOr<std::string> bytes = source(ctx);
      if (!ctx.Check().ok()) return absl::OkStatus();
      RETURN_IF_ERROR(bytes.status());
      // A command may well end, or close its input, before it has read all.
      const absl::Status taken =
          bytes->empty() ? process.CloseWrite() : process.Write(ctx, *bytes);
      if (bytes->empty() || !taken.ok()) return absl::OkStatus();
    }
  }

  Cancellation over_;
  Cancellation failed_;
  absl::Status status_;
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(
    const Context& ctx, std::shared_ptr<Transport> transport,
    const NodeIdentity& node, const Command& command) {
  ASSIGN_OR_RETURN(const ProgramStart start,
                   PrepareLaunch(ctx, *transport, node, command));
  ASSIGN_OR_RETURN(std::unique_ptr<RemoteProgram> program,
                   transport->Start(ctx, node, start));
  std::unique_ptr<Process> process(new Process(std::move(transport), node,
                                               std::move(program),
                                               command.terminal.has_value()));
  const absl::Status told = process->ReadLaunchLine(ctx);
  if (told.ok()) return process;
  // It may be starting right now: once its line is there it can be ended, which
  // the destructor does.
  if (!ctx.Check().ok()) {
    process->ReadLaunchLine(Context().WithTimeout(kKillTime)).IgnoreError();
  }
  return told;
}

Process::~Process() {
  if (has_ended_ || session_ == 0) return;
  EndBy(Context().WithTimeout(kKillTime), "KILL", DropOutput, DropOutput)
      .IgnoreError();
}

absl::Status Process::ReadLaunchLine(const Context& ctx) {
  std::string output;
  std::string errors;
  while (output.size() < kMostBeforeLine) {
    ASSIGN_OR_RETURN(Piece piece, program_->Read(ctx));
    if (piece.bytes.empty()) break;
    if (piece.is_stderr) {
      absl::StrAppend(&errors, piece.bytes);
      early_.push_back(std::move(piece));
      continue;
    }
    absl::StrAppend(&output, piece.bytes);
    if (const std::optional<int> session = TakeLaunchLine(output)) {
      session_ = *session;
      if (!output.empty()) early_.push_back({.bytes = std::move(output)});
      return absl::OkStatus();
    }
  }
  return LaunchError(ctx, absl::StrCat(output, errors));
}

absl::Status Process::LaunchError(const Context& ctx,
                                  const std::string& output) {
  const std::string cause(absl::StripAsciiWhitespace(output));
  if (!cause.empty()) return absl::FailedPreconditionError(cause);
  RETURN_IF_ERROR(program_->Wait(ctx).status());
  return absl::FailedPreconditionError("the command could not be started");
}

absl::StatusOr<Process::Piece> Process::Read(const Context& ctx) {
  if (early_.empty()) return program_->Read(ctx);
  Piece piece = std::move(early_.front());
  early_.erase(early_.begin());
  return piece;
}

absl::Status Process::Write(const Context& ctx, absl::string_view bytes) {
  return program_->Write(ctx, bytes);
}

absl::Status Process::CloseWrite() { return program_->CloseWrite(); }

absl::Status Process::Resize(const Context& ctx, TerminalSize size) {
  return program_->Resize(ctx, size);
}

absl::StatusOr<int> Process::Wait(const Context& ctx) {
  absl::StatusOr<int> exit_code = program_->Wait(ctx);
  has_ended_ = exit_code.ok();
  return exit_code;
}

absl::Status Process::Signal(const Context& ctx, absl::string_view name) {
  ASSIGN_OR_RETURN(
      const std::unique_ptr<RemoteProgram> program,
      transport_->Start(ctx, node_, SignalSession(name, session_)));
  while (true) {
    ASSIGN_OR_RETURN(const Piece piece, program->Read(ctx));
    if (piece.bytes.empty()) break;
  }
  return program->Wait(ctx).status();
}

absl::Status Process::EndBy(const Context& ctx, absl::string_view signal_name,
                            const OutputSink& on_stdout,
                            const OutputSink& on_stderr) {
  // At once: the engine starts and ends nothing in a container while an exec
  // there has ended whose output nobody takes.
  std::future<absl::Status> signalled =
      std::async(std::launch::async, [&] { return Signal(ctx, signal_name); });
  const absl::Status read =
      ReadAll(ctx, *this, Forgiving(on_stdout), Forgiving(on_stderr));
  RETURN_IF_ERROR(signalled.get());
  has_ended_ = read.ok();
  return read;
}

void Process::End(const OutputSink& on_stdout, const OutputSink& on_stderr,
                  const Context& patience) {
  // An interactive shell takes no notice of TERM.
  if (EndBy(patience.WithTimeout(kEndGrace), has_terminal_ ? "HUP" : "TERM",
            on_stdout, on_stderr)
          .ok()) {
    return;
  }
  EndBy(Context().WithTimeout(kKillTime), "KILL", DropOutput, DropOutput)
      .IgnoreError();
}

absl::StatusOr<int> RunToEnd(const Context& ctx, Process& process,
                             const OutputSink& on_stdout,
                             const OutputSink& on_stderr,
                             const InputSource& input,
                             const Context& patience) {
  Feeder feeder(ctx, process, input);
  const absl::Status status = ReadAll(ctx.WithCancellation(feeder.failed()),
                                      process, on_stdout, on_stderr);
  const absl::Status input_status = feeder.Stop();
  if (status.ok() && input_status.ok()) return process.Wait(ctx);
  process.End(on_stdout, on_stderr, patience);
  return input_status.ok() ? status : input_status;
}

}  // namespace minidcos
