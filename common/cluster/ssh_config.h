// A cluster as a configuration of ssh.

#ifndef MINIDCOS_COMMON_CLUSTER_SSH_CONFIG_H_
#define MINIDCOS_COMMON_CLUSTER_SSH_CONFIG_H_

#include <ostream>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"

namespace minidcos {

// Writes a block of ssh_config(5) for each node that runs, by which it is
// "master_0", "<cluster id>.master_0" and its container's name. The key and the
// host keys that it names are there until the cluster is destroyed. Nodes that
// do not run are warned of.
absl::Status WriteSshConfig(const Context& ctx, DockerClient& docker,
                            const Cluster& cluster, Progress& progress,
                            std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_SSH_CONFIG_H_
