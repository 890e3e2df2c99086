// What can be asked of an engine before a cluster is made on it.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_CHECK_ENGINE_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_CHECK_ENGINE_H_

#include "absl/status/statusor.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/docker/client.h"

namespace minidcos {

// The version that the engine speaks, if there is room on it for a new cluster
// of this id, size and these published ports. kAlreadyExists if there is a
// cluster of that id; kFailedPrecondition if the engine is too old, the host
// cannot carry that many nodes, or a port is in use.
absl::StatusOr<DockerClient::ApiVersion> CheckEngine(
    const Operation& operation, const ClusterOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_CHECK_ENGINE_H_
