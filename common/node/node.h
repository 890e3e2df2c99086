// A node of a cluster: a container that runs systemd.
//
//   ASSIGN_OR_RETURN(const CommandResult result,
//                    node.Run(ctx, {.argv = {"systemctl", "is-active",
//                    "sshd"}}));

#ifndef MINIDCOS_COMMON_NODE_NODE_H_
#define MINIDCOS_COMMON_NODE_NODE_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/transport.h"

namespace minidcos {

enum class NodeRole { kMaster, kAgent, kPublicAgent };

// "master", "agent" or "public_agent": the label dcos_e2e.node_type.
absl::string_view NodeRoleName(NodeRole role);

// The role of a name; kInvalidArgument for any other.
absl::StatusOr<NodeRole> ParseNodeRole(absl::string_view name);

// A command that has run.
struct CommandResult {
  int exit_code = 0;
  std::string stdout_text;
  std::string stderr_text;
};

struct NodeIdentity {
  NodeRole role = NodeRole::kMaster;
  // From 0, within the role; stays for the node's life.
  int index = 0;
  std::string container_id;
  std::string container_name;
  // Empty while the node is stopped.
  std::string ip_address;
  // The engine's word: "running", "exited", "created", ...
  std::string state;
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
  const std::string& state() const { return identity_.state; }

  // What users call it: "master_0", "public_agent_1".
  std::string reference() const;

  // Runs `command` and gives its output to the sinks (Transport::Run).
  absl::StatusOr<int> Run(const Context& ctx, const Command& command,
                          const OutputSink& on_stdout,
                          const OutputSink& on_stderr) const;

  // Runs `command` and keeps all its output. An exit code other than 0 is no
  // error here.
  absl::StatusOr<CommandResult> Run(const Context& ctx,
                                    const Command& command) const;

  // Runs `command`, which must succeed, and returns its standard output.
  // kFailedPrecondition with its output (GetOutput) if it exits with another
  // code than 0.
  absl::StatusOr<std::string> MustRun(const Context& ctx,
                                      const Command& command) const;

 private:
  NodeIdentity identity_;
  std::shared_ptr<Transport> transport_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_NODE_H_
