// How far a cluster is: being made, running, stopped.

#ifndef MINIDCOS_COMMON_CLUSTER_CLUSTER_STATE_H_
#define MINIDCOS_COMMON_CLUSTER_CLUSTER_STATE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"

namespace minidcos {

enum class ClusterState {
  // Its create has not finished, or was killed.
  kCreating,
  // Every node runs.
  kRunning,
  // Some nodes run.
  kPartlyRunning,
  // No node runs.
  kStopped,
};

// "creating", "running", "partly-running" or "stopped".
absl::string_view ClusterStateName(ClusterState state);

// The state of `cluster`, whose nodes are as they were when it was found. Asks
// the engine whether it is complete, with IsComplete()'s errors.
absl::StatusOr<ClusterState> FindClusterState(const Context& ctx,
                                              DockerClient& docker,
                                              const Cluster& cluster);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_CLUSTER_STATE_H_
