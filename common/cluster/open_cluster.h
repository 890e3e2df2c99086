// A cluster that is there, as a tool is to use it.

#ifndef MINIDCOS_COMMON_CLUSTER_OPEN_CLUSTER_H_
#define MINIDCOS_COMMON_CLUSTER_OPEN_CLUSTER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"

namespace minidcos {

// The cluster `id`, whose nodes run commands by `transport`, as UseTransport()
// takes it. `docker` must outlive it. Fails as FindCluster() and
// UseTransport() do.
absl::StatusOr<Cluster> OpenCluster(const Context& ctx, DockerClient& docker,
                                    absl::string_view id,
                                    absl::string_view transport);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPEN_CLUSTER_H_
