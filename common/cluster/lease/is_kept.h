// Whether a cluster that had a lease is to stay without.

#ifndef MINIDCOS_COMMON_CLUSTER_LEASE_IS_KEPT_H_
#define MINIDCOS_COMMON_CLUSTER_LEASE_IS_KEPT_H_

#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"

namespace minidcos {

// Whether Lease::Keep() was called for `cluster`; also if the engine cannot
// tell.
bool IsKept(const Context& ctx, DockerClient& docker, const Cluster& cluster);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_LEASE_IS_KEPT_H_
