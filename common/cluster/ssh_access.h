// What lets this machine in to a cluster's nodes by ssh.
//
// The key is the workspace's. Where that is not to be had, because the cluster
// was made on another machine, say, a new one is made in the private folder
// (common/node/ssh_connection.h), and the engine makes the nodes take it. Host
// keys are read through the engine, so that no first use has to be trusted.
// Works for clusters of DC/OS E2E as well.

#ifndef MINIDCOS_COMMON_CLUSTER_SSH_ACCESS_H_
#define MINIDCOS_COMMON_CLUSTER_SSH_ACCESS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"
#include "common/node/node.h"
#include "common/node/ssh.h"
#include "common/node/ssh_login.h"

namespace minidcos {

// Access to the nodes of `cluster`. `docker` must outlive it.
std::shared_ptr<SshAccess> NewClusterSshAccess(DockerClient& docker,
                                               const Cluster& cluster);

// How to log in to `node`, which must run; all that it names is there then, for
// an ssh that is not ours. kFailedPrecondition if the node does not run or has
// no host key.
absl::StatusOr<SshLogin> PrepareSshLogin(const Context& ctx, SshAccess& access,
                                         const Node& node);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_SSH_ACCESS_H_
