// Takes a cluster away, whatever state it is in. Can always be repeated.

#ifndef MINIDCOS_COMMON_CLUSTER_DESTROY_H_
#define MINIDCOS_COMMON_CLUSTER_DESTROY_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"
#include "common/node/node.h"

namespace minidcos {

// Removes the installer's container, if it was left, the workspace, and then
// the nodes with their volumes and a network that was made for them. A
// workspace that is on another machine, or does not look like one, is named in
// a warning and left. kFailedPrecondition for one of Cluster::FromNodes().
absl::Status DestroyCluster(const Context& ctx, DockerClient& docker,
                            const Cluster& cluster, Progress& progress);

// Removes one node with its volumes.
absl::Status DestroyNode(const Context& ctx, DockerClient& docker,
                         const Node& node);

// Removes the workspace of `cluster` alone. Returns whether there was one.
// kFailedPrecondition if it is on another machine or does not look like one: it
// is left alone.
absl::StatusOr<bool> DestroyWorkspace(const Context& ctx, DockerClient& docker,
                                      const Cluster& cluster);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_DESTROY_H_
