// Removing what a cluster has on the engine.

#ifndef MINIDCOS_COMMON_CLUSTER_REMOVE_H_
#define MINIDCOS_COMMON_CLUSTER_REMOVE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/docker/client.h"

namespace minidcos {

// Removes every container in `ids`, running or not, with its anonymous volumes,
// in parallel, and what this machine keeps for an ssh to it. One that is gone
// already is success. Goes on after an error and returns the first.
absl::Status RemoveContainers(const Context& ctx, DockerClient& docker,
                              const std::vector<std::string>& ids);

// Takes the macOS network's container (mac_network_labels.h) off the networks
// `ids`: nothing removes a network that a running container is on.
absl::Status FreeNetworks(const Context& ctx, DockerClient& docker,
                          const std::set<std::string>& ids);

// Removes a volume or a network. One that a container still has is waited for,
// for a while: the engine may be removing that container for somebody else, as
// for a tool that was killed, and no longer names it.
absl::Status RemoveVolumeOnceFree(const Context& ctx, DockerClient& docker,
                                  const std::string& name);
absl::Status RemoveNetworkOnceFree(const Context& ctx, DockerClient& docker,
                                   const std::string& id);

// Removes the networks with all of `labels` ("key" or "key=value"), on which no
// other container may be any more. Goes on after an error and returns the
// first, else how many there were.
absl::StatusOr<int> RemoveNetworks(const Context& ctx, DockerClient& docker,
                                   const std::vector<std::string>& labels);

// Removes the volumes with all of `labels`, which as a rule have gone with
// their containers. Goes on after an error and returns the first, else how many
// there were.
absl::StatusOr<int> RemoveVolumes(const Context& ctx, DockerClient& docker,
                                  const std::vector<std::string>& labels);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_REMOVE_H_
