#ifndef MINIDCOS_TOOLS_INSPECT_INSPECT_H_
#define MINIDCOS_TOOLS_INSPECT_INSPECT_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/docker/client.h"

namespace minidcos {

// Writes what there is to know of the cluster to `out`, as JSON (inspect.proto).
// kNotFound if there is no such cluster.
absl::Status InspectCluster(const Context& ctx, DockerClient& docker,
                            const std::string& cluster_id, std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_INSPECT_INSPECT_H_
