// Removing many containers at once.

#ifndef MINIDCOS_COMMON_CLUSTER_REMOVE_H_
#define MINIDCOS_COMMON_CLUSTER_REMOVE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/docker/client.h"

namespace minidcos {

// Removes every container in `ids`, running or not, with its anonymous volumes,
// in parallel, and what this machine keeps for an ssh to it. One that is gone
// already is success. Goes on after an error and returns the first.
absl::Status RemoveContainers(const Context& ctx, DockerClient& docker,
                              const std::vector<std::string>& ids);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_REMOVE_H_
