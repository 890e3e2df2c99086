#include "tools/exec/run_on_node.h"

#include <unistd.h>

#include <ios>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cli/input.h"
#include "common/cli/terminal.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/node/process.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "tools/exec/local_streams.h"

namespace minidcos {
namespace {

// What comes goes out at once: the reader may be waiting for it.
OutputSink WriteTo(const Context& ctx, std::ostream& stream) {
  return [ctx, &stream](absl::string_view piece) {
    stream.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    stream.flush();
    if (stream) return absl::OkStatus();
    RETURN_IF_ERROR(ctx.Check());
    return absl::UnknownError("writing the output failed");
  };
}

// Gives a command's terminal the size of ours from a thread of its own.
class SizeFollower {
 public:
  SizeFollower(const Context& ctx, Process& process, const LocalStreams& local,
               TerminalSize known)
      : over_(ctx), thread_([this, ctx, &process, &local, known] {
          Follow(ctx.WithCancellation(over_), process, local, known);
        }) {}
  ~SizeFollower() {
    over_.Cancel();
    thread_.join();
  }
  SizeFollower(const SizeFollower&) = delete;
  SizeFollower& operator=(const SizeFollower&) = delete;

 private:
  void Follow(const Context& ctx, Process& process, const LocalStreams& local,
              TerminalSize known) {
    // The first look is for a change while the command was being started.
    do {
      const TerminalSize size = LocalTerminalSize(local);
      if (size == known) continue;
      known = size;
      // A terminal of the wrong size is no reason to end the command.
      process.Resize(ctx, size).IgnoreError();
    } while (watch_.Wait(ctx).ok());
  }

  WindowWatch watch_;
  Cancellation over_;
  std::thread thread_;
};

absl::StatusOr<int> RunStarted(const Context& ctx, Process& process,
                               const Command& command,
                               const LocalStreams& local) {
  std::unique_ptr<RawMode> raw;
  std::optional<SizeFollower> follower;
  if (command.terminal.has_value()) {
    follower.emplace(ctx, process, local, *command.terminal);
  }
  InputSource input;
  if (command.has_input) {
    input = [&local](const Context& ctx) {
      return ReadPiece(ctx, local.in_fd);
    };
    if (command.terminal.has_value()) input = WithEndKey(std::move(input));
    if (command.terminal.has_value() && IsOwnTerminal(local.in_fd)) {
      ASSIGN_OR_RETURN(raw, RawMode::Enter(local.in_fd));
    }
  }
  return RunToEnd(ctx, process, WriteTo(ctx, local.out),
                  WriteTo(ctx, local.err), input, local.patience);
}

}  // namespace

TerminalSize LocalTerminalSize(const LocalStreams& local) {
  for (const int fd : {local.out_fd, local.in_fd, STDERR_FILENO}) {
    if (const std::optional<WindowSize> size = GetWindowSize(fd)) {
      return {.rows = size->rows, .columns = size->columns};
    }
  }
  return {};
}

InputSource WithEndKey(InputSource source) {
  static constexpr char kEndKey[] = "\x04";
  bool ended = false;
  bool in_line = false;
  return [source = std::move(source), ended,
          in_line](const Context& ctx) mutable -> absl::StatusOr<std::string> {
    // Its end itself would close the output too: the engine has it so.
    if (ended) return ctx.WaitFor(absl::InfiniteDuration());
    ASSIGN_OR_RETURN(std::string piece, source(ctx));
    ended = piece.empty();
    if (!ended) {
      in_line = piece.back() != '\n';
      return piece;
    }
    // Within a line the first one only ends what has been typed so far.
    return in_line ? std::string(kEndKey) + kEndKey : kEndKey;
  };
}

absl::StatusOr<int> RunOnNode(const Context& ctx, const Node& node,
                              const Command& command,
                              const LocalStreams& local) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Process> process,
                   node.Start(ctx, command));
  absl::StatusOr<int> exit_code = RunStarted(ctx, *process, command, local);
  if (!exit_code.ok()) return Annotate(exit_code.status(), node.reference());
  return exit_code;
}

}  // namespace minidcos
