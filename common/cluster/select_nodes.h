// Which nodes of a cluster something is for, as users say it.
//
//   ASSIGN_OR_RETURN(const std::vector<Node> nodes,
//                    SelectNodes(cluster, {.references = {"agent_1"}}));

#ifndef MINIDCOS_COMMON_CLUSTER_SELECT_NODES_H_
#define MINIDCOS_COMMON_CLUSTER_SELECT_NODES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/cluster/cluster.h"
#include "common/node/node.h"

namespace minidcos {

// At most one of these; with none of them it is the first master.
struct NodeSelection {
  // As FindNode takes them.
  std::vector<std::string> references;
  // Every node of a role: "master", "agent" or "public_agent".
  std::string role;
  // Every node.
  bool all = false;

  bool empty() const { return references.empty() && role.empty() && !all; }
};

// kInvalidArgument if `selection` asks for more than one thing, or for a role
// that is none. For telling wrong usage before an engine is asked.
absl::Status CheckSelection(const NodeSelection& selection);

// The nodes that `selection` names, each once: references in the order given,
// else masters, agents, public agents. Fails as CheckSelection and FindNode do;
// kNotFound, listing what there is, for a role that no node has.
absl::StatusOr<std::vector<Node>> SelectNodes(const Cluster& cluster,
                                              const NodeSelection& selection);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_SELECT_NODES_H_
