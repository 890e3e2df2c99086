// Limits of the host's kernel that a cluster can run into.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_HOST_LIMITS_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_HOST_LIMITS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"

namespace minidcos {

// inotify instances that a node takes: systemd two, the message bus one, which
// starts with the inner Docker or DC/OS; and one more for systemd on cgroup v2.
// Beyond the limit nodes come up degraded, or die.
inline constexpr int kInotifyInstancesPerNode = 4;

// fs.inotify.max_user_instances of the machine that the engine at `host` runs
// on; nothing where that cannot be told.
std::optional<int> InotifyInstanceLimit(const std::string& host);

// OK if `new_nodes` beside `running_nodes` stay within `limit`.
// kFailedPrecondition else, with the command that raises it.
absl::Status CheckInotifyInstances(int limit, int running_nodes, int new_nodes);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_HOST_LIMITS_H_
