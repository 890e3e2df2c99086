// Makes a cluster: its nodes, and what is to be installed on them.
//
//   RETURN_IF_ERROR(
//       ProvisionCluster(operation, options, [&](const Cluster& made) {
//         return Install(operation, made, installer);
//       }));
//
// How two creates of one id at once end: the container of master-0 is made
// first, and the engine refuses a second one of that name.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_PROVISION_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_PROVISION_H_

#include <functional>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"

namespace minidcos {

// Makes and starts the nodes, waits until they are ready, calls `finish` (if
// any), which may install on them, and marks the cluster as complete. When
// operation.ctx ends, and on failure, unless `options` would keep what there
// is, all that was made is removed again; if there are nodes by then, in
// whatever state, `on_failure` (if any) can look at them before.
// kAlreadyExists if there is a cluster of that id, which is not looked at;
// kFailedPrecondition if the host cannot carry that many nodes, a port is in
// use, or a node does not come up, with the node's name and its last words.
absl::Status ProvisionCluster(
    const Operation& operation, const ClusterOptions& options,
    const std::function<absl::Status(const Cluster&)>& finish = nullptr,
    const std::function<void(const Cluster&)>& on_failure = nullptr);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_PROVISION_H_
