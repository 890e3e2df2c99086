#include "common/cluster/cluster_state.h"

#include <algorithm>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::string_view ClusterStateName(ClusterState state) {
  switch (state) {
    case ClusterState::kCreating:
      return "creating";
    case ClusterState::kRunning:
      return "running";
    case ClusterState::kPartlyRunning:
      return "partly-running";
    case ClusterState::kStopped:
      return "stopped";
  }
  return "";
}

absl::StatusOr<ClusterState> FindClusterState(const Context& ctx,
                                              DockerClient& docker,
                                              const Cluster& cluster) {
  ASSIGN_OR_RETURN(const bool is_complete, IsComplete(ctx, docker, cluster));
  if (!is_complete) return ClusterState::kCreating;
  const auto runs = [](const Node& node) { return node.state() == "running"; };
  const std::vector<Node> nodes = cluster.nodes();
  if (std::all_of(nodes.begin(), nodes.end(), runs)) {
    return ClusterState::kRunning;
  }
  return std::any_of(nodes.begin(), nodes.end(), runs)
             ? ClusterState::kPartlyRunning
             : ClusterState::kStopped;
}

}  // namespace minidcos
