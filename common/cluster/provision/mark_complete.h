// The mark of a cluster that is finished.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_MARK_COMPLETE_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_MARK_COMPLETE_H_

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"

namespace minidcos {

// Leaves on the first master of `cluster` what IsComplete looks for. The last
// thing a create does. kFailedPrecondition if somebody has removed the masters.
absl::Status MarkComplete(const Context& ctx, DockerClient& docker,
                          const Cluster& cluster);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_MARK_COMPLETE_H_
