// A node of a cluster: a container that runs systemd.
//
//   ASSIGN_OR_RETURN(
//       const CommandResult result,
//       node.Run(ctx, {.argv = {"systemctl", "is-active", "sshd"}}));
//
// Errors begin with the node's reference ("agent_0: ..."). A Node is a value;
// several threads may use it, or copies of it, at once.

#ifndef MINIDCOS_COMMON_NODE_NODE_H_
#define MINIDCOS_COMMON_NODE_NODE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/fetch_file.h"
#include "common/node/node_identity.h"
#include "common/node/process.h"
#include "common/node/send_file.h"
#include "common/node/transport.h"

namespace minidcos {

// What becomes of the output of a command that a program runs for itself.
enum class OutputMode {
  // It is kept.
  kCapture,
  // It is kept, and logged line by line (glog's INFO).
  kLogAndCapture,
  // It goes to our own standard output and error.
  kPassThrough,
};

class Node {
 public:
  Node(NodeIdentity identity, std::shared_ptr<Transport> transport)
      : identity_(std::move(identity)), transport_(std::move(transport)) {}

  NodeRole role() const { return identity_.role; }
  int index() const { return identity_.index; }
  const std::string& container_id() const { return identity_.container_id; }
  const std::string& container_name() const { return identity_.container_name; }
  const std::string& ip_address() const { return identity_.ip_address; }
  // DC/OS tells two addresses apart, on Docker they are one.
  const std::string& public_ip_address() const { return ip_address(); }
  const std::string& private_ip_address() const { return ip_address(); }
  const NodeIdentity& identity() const { return identity_; }
  const std::string& state() const { return identity_.state; }

  // What users call it: "master_0", "public_agent_1".
  std::string reference() const;

  // The same node, reached by another transport.
  Node Through(std::shared_ptr<Transport> transport) const {
    return Node(identity_, std::move(transport));
  }

  // Starts `command` (Process::Start).
  absl::StatusOr<std::unique_ptr<Process>> Start(const Context& ctx,
                                                 const Command& command) const;

  // Runs `command` to its end (RunToEnd) and returns its exit code. `input` is
  // what it reads; null for nothing.
  absl::StatusOr<int> Run(const Context& ctx, const Command& command,
                          const OutputSink& on_stdout,
                          const OutputSink& on_stderr,
                          const InputSource& input = nullptr,
                          const Context& patience = Context()) const;

  // Runs `command` to its end; the result holds its output but with
  // kPassThrough. An exit code other than 0 is no error here.
  absl::StatusOr<CommandResult> Run(
      const Context& ctx, const Command& command,
      OutputMode mode = OutputMode::kCapture) const;

  // Runs `command`, which must succeed, and returns its standard output.
  // kFailedPrecondition with its output (GetOutput) if it exits with another
  // code than 0.
  absl::StatusOr<std::string> MustRun(const Context& ctx,
                                      const Command& command) const;

  // Sends a file or folder of this machine to this node (send_file.h).
  absl::Status SendFile(const Context& ctx, const std::string& source,
                        const std::string& destination,
                        const SendOptions& options = {}) const;

  // Fetches a file or folder of this node to this machine (fetch_file.h).
  absl::Status DownloadFile(const Context& ctx, const std::string& source,
                            const std::string& destination,
                            const FetchOptions& options = {}) const;

 private:
  friend absl::Status SendFile(const Context& ctx,
                               const std::vector<Node>& nodes,
                               const std::string& source,
                               const std::string& destination,
                               const SendOptions& options);

  NodeIdentity identity_;
  std::shared_ptr<Transport> transport_;
};

// Sends a file or folder of this machine to all of `nodes` at once
// (send_file.h).
absl::Status SendFile(const Context& ctx, const std::vector<Node>& nodes,
                      const std::string& source, const std::string& destination,
                      const SendOptions& options = {});

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_NODE_H_
