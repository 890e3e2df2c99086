// A command that runs on a node, whatever the transport.
//
//   ASSIGN_OR_RETURN(const std::unique_ptr<Process> process,
//                    node.Start(ctx, {.argv = {"tail", "-f", "/var/log/x"}}));
//   ASSIGN_OR_RETURN(const Process::Piece piece, process->Read(ctx));

#ifndef MINIDCOS_COMMON_NODE_PROCESS_H_
#define MINIDCOS_COMMON_NODE_PROCESS_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"

namespace minidcos {

// How long a command has to end after it was asked to.
inline constexpr absl::Duration kEndGrace = absl::Seconds(5);

// One thread reads, one may write, and any may resize or signal. The engine
// and sshd leave a command running when its client goes; we do not: the
// destructor kills what has not been waited for.
class Process {
 public:
  using Piece = RemoteProgram::Piece;

  // Starts `command`. kInvalidArgument if it cannot be a command,
  // kFailedPrecondition if the node does not run or has no such user or
  // folder, kUnavailable if it cannot be reached. A program that is not there
  // is no error: as with a shell, its exit code is 127, or 126 if it cannot be
  // run.
  static absl::StatusOr<std::unique_ptr<Process>> Start(
      const Context& ctx, std::shared_ptr<Transport> transport,
      const NodeIdentity& node, const Command& command);

  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // These are RemoteProgram's. Output is byte for byte the command's.
  absl::StatusOr<Piece> Read(const Context& ctx);
  absl::Status Write(const Context& ctx, absl::string_view bytes);
  absl::Status CloseWrite();
  absl::Status Resize(const Context& ctx, TerminalSize size);
  absl::StatusOr<int> Wait(const Context& ctx);

  // Sends the signal `name` ("TERM") to all that runs in the command's session.
  // Not an error if nothing does any more.
  absl::Status Signal(const Context& ctx, absl::string_view name);

  // Ends the command: by TERM (with a terminal, HUP), after kEndGrace, or when
  // `patience` ends, by KILL. The output of its last moments goes to the sinks,
  // as far as they take it.
  void End(const OutputSink& on_stdout, const OutputSink& on_stderr,
           const Context& patience = Context());

 private:
  Process(std::shared_ptr<Transport> transport, NodeIdentity node,
          std::unique_ptr<RemoteProgram> program, bool has_terminal)
      : transport_(std::move(transport)),
        node_(std::move(node)),
        program_(std::move(program)),
        has_terminal_(has_terminal) {}

  // Sends a signal and reads to the end of the output.
  absl::Status EndBy(const Context& ctx, absl::string_view signal_name,
                     const OutputSink& on_stdout, const OutputSink& on_stderr);
  absl::Status ReadLaunchLine(const Context& ctx);
  absl::Status LaunchError(const Context& ctx, const std::string& output);

  const std::shared_ptr<Transport> transport_;
  const NodeIdentity node_;
  const std::unique_ptr<RemoteProgram> program_;
  const bool has_terminal_;
  // 0 until the launcher has told it.
  int session_ = 0;
  bool has_ended_ = false;
  // Read together with the launcher's line.
  std::vector<Piece> early_;
};

// Moves `process`'s streams until it ends and returns its exit code. `input`
// may be null if the command has none. When `ctx` ends, or a sink or `input`
// fails, the command is ended (Process::End, with `patience`) and that error
// returned.
absl::StatusOr<int> RunToEnd(const Context& ctx, Process& process,
                             const OutputSink& on_stdout,
                             const OutputSink& on_stderr,
                             const InputSource& input = nullptr,
                             const Context& patience = Context());

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_PROCESS_H_
