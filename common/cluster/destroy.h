// Takes a cluster away, whatever state it is in. Can always be repeated.

#ifndef MINIDCOS_COMMON_CLUSTER_DESTROY_H_
#define MINIDCOS_COMMON_CLUSTER_DESTROY_H_

#include <string>

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

// Removes what is left of the cluster `id`, of which there are no nodes any
// more: volumes and networks that we have made, the workspaces on this machine
// whose creates are gone, and then the installer's container. Returns whether
// there was anything. Goes on after an error and returns the first.
absl::StatusOr<bool> DestroyRemains(const Context& ctx, DockerClient& docker,
                                    const std::string& id);

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
