// Which node of which container.

#ifndef MINIDCOS_COMMON_NODE_NODE_IDENTITY_H_
#define MINIDCOS_COMMON_NODE_NODE_IDENTITY_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

enum class NodeRole { kMaster, kAgent, kPublicAgent };

// "master", "agent" or "public_agent": the label dcos_e2e.node_type.
absl::string_view NodeRoleName(NodeRole role);

// The role of a name; kInvalidArgument for any other.
absl::StatusOr<NodeRole> ParseNodeRole(absl::string_view name);

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

// What users call the node: "master_0", "public_agent_1".
std::string NodeReference(const NodeIdentity& node);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_NODE_IDENTITY_H_
