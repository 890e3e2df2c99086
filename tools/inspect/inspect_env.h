// A cluster as environment variables.

#ifndef MINIDCOS_TOOLS_INSPECT_INSPECT_ENV_H_
#define MINIDCOS_TOOLS_INSPECT_INSPECT_ENV_H_

#include <ostream>

#include "absl/status/status.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {

// Writes a line `export NAME=VALUE` for each of:
//   MINIDCOS_CLUSTER_ID
//   MASTER_HOSTS, SLAVE_HOSTS, PUBLIC_SLAVE_HOSTS: the addresses of the nodes
//     that run, joined by commas, as DC/OS's own integration tests take them
//   DCOS_URL: empty while no master runs
// No value has quotes, so that the lines mean the same to a shell and,
// included, to make. kFailedPrecondition for a value that would need them.
absl::Status WriteEnv(const InspectReport& report, std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_INSPECT_INSPECT_ENV_H_
