// A cluster as a configuration of ssh.

#ifndef MINIDCOS_TOOLS_INSPECT_INSPECT_SSH_CONFIG_H_
#define MINIDCOS_TOOLS_INSPECT_INSPECT_SSH_CONFIG_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

// Writes a block of ssh_config(5) for each node that runs, by which it is
// "master_0", "<cluster id>.master_0" and its container's name. The key and the
// host keys that it names are there until the cluster is destroyed. Nodes that
// do not run are warned of. kNotFound if there is no such cluster.
absl::Status WriteSshConfig(const Context& ctx, DockerClient& docker,
                            const std::string& cluster_id, Progress& progress,
                            std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_INSPECT_INSPECT_SSH_CONFIG_H_
