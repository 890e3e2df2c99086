// Makes the nodes of a cluster.
//
//   ASSIGN_OR_RETURN(const NewCluster made, Provision(operation, options));
//   ... install on made.cluster; on an error: Undo(operation, made.creation)
//   RETURN_IF_ERROR(MarkComplete(ctx, docker, made.cluster));
//
// How two creates of one id at once end: the container of master-0 is made
// first, and the engine refuses a second one of that name.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_H_

#include "absl/status/statusor.h"
#include "common/cluster/cluster.h"
#include "common/cluster/docker_backend.h"
#include "common/cluster/operation.h"
#include "common/cluster/undo.h"

namespace minidcos {

// A cluster that was just made.
struct NewCluster {
  Cluster cluster;
  // For Undo.
  Creation creation;
  // Whether the engine sees this machine's files: then the workspace's serve
  // folder is at kServeMount (container_plan.h) in every node.
  bool serve_is_shared = false;
};

// Makes and starts the nodes and waits until they are ready; does not mark the
// cluster as complete. On failure, and when operation.ctx ends, all that was made
// is removed again. kAlreadyExists if there is a cluster of that id;
// kFailedPrecondition if the host cannot carry that many nodes, or a node does
// not come up, with the node's name and its last words.
absl::StatusOr<NewCluster> Provision(const Operation& operation,
                                     const ClusterOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_H_
