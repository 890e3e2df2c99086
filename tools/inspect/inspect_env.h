// A cluster as environment variables.

#ifndef MINIDCOS_TOOLS_INSPECT_INSPECT_ENV_H_
#define MINIDCOS_TOOLS_INSPECT_INSPECT_ENV_H_

#include <ostream>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"

namespace minidcos {

// Writes a line `export NAME=VALUE` for each variable of ClusterEnvironment().
// No value has quotes, so that the lines mean the same to a shell and,
// included, to make. kFailedPrecondition for a value that would need them.
absl::Status WriteEnv(const Cluster& cluster, std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_INSPECT_INSPECT_ENV_H_
