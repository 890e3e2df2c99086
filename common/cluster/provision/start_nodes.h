// From planned containers to nodes that are ready.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_START_NODES_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_START_NODES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/container_plan.h"
#include "common/cluster/workspace.h"

namespace minidcos {

// How long a node may take from its start to being ready.
inline constexpr absl::Duration kBootTimeout = absl::Minutes(2);

// The plan's nodes, and what goes into each before it starts.
struct NodesToStart {
  std::vector<NodePlan> plans;
  // Where their host keys are made.
  Workspace workspace;
  // The public key that they all let in.
  std::string authorized_key;
  // How many boot at the same time.
  int at_once = 8;
  // The container of master-0, which has been created.
  std::string first_container_id;
  // The word of their kCreationLabel, by which they are found to be told of
  // each other; empty where they know each other's addresses beforehand.
  std::string creation;
  // A folder on this machine that all nodes see at kServeMount, by which they
  // are told of each other; empty where an exec has to tell each.
  std::string names_folder;
};

// Creates the other containers, puts them on their network and the keys in,
// starts all, waits until they are ready and tells them of each other, several
// at once. A node that comes up degraded, but of use,
// is a warning. At the first failure the others are stopped and it is returned,
// with the node's name; what was made stays.
absl::Status StartNodes(const Operation& operation, const NodesToStart& nodes);

// Creates one planned container; returns its id. Not to be interrupted: a call
// that was cut short would leave a container that nobody knows of.
absl::StatusOr<std::string> CreateNodeContainer(const Operation& operation,
                                                const NodePlan& plan);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_START_NODES_H_
