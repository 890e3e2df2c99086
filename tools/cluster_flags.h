// The flags that provision and create share: the options of a cluster.

#ifndef MINIDCOS_TOOLS_CLUSTER_FLAGS_H_
#define MINIDCOS_TOOLS_CLUSTER_FLAGS_H_

#include <vector>

#include "common/cli/flags.h"
#include "common/cluster/docker_backend.h"

namespace minidcos {

// Flags that set `options`, which must outlive their reading.
std::vector<FlagGroup> ClusterFlags(ClusterOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_CLUSTER_FLAGS_H_
