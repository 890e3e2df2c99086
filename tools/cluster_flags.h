// The flags that provision and create share: the options of a cluster.
//
//   ClusterFlagValues values;
//   ... .flags = ClusterFlags(values) ...
//   ASSIGN_OR_RETURN(const ClusterOptions options,
//                    ReadClusterFlags(values, app.cluster_id(),
//                                     app.transport()));

#ifndef MINIDCOS_TOOLS_CLUSTER_FLAGS_H_
#define MINIDCOS_TOOLS_CLUSTER_FLAGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/cli/flags.h"
#include "common/cluster/options/docker_backend.h"

namespace minidcos {

// The words of the flags of one role, or of all nodes.
struct RoleFlagValues {
  std::vector<std::string> volumes;
  std::vector<std::string> labels;
  std::string memory;
  std::string cpus;
};

struct ClusterFlagValues {
  // What a flag's word is taken for as it is.
  ClusterOptions options;
  // What is read when all flags are there.
  RoleFlagValues every_node;
  RoleFlagValues masters;
  RoleFlagValues agents;
  RoleFlagValues public_agents;
  std::vector<std::string> port_mappings;
  std::vector<std::string> sysctls;
};

// Flags that set `values`, which must outlive their reading.
std::vector<FlagGroup> ClusterFlags(ClusterFlagValues& values);

// The options that `values` mean, of a cluster of that id and transport; they
// pass CheckClusterOptions(). kInvalidArgument names the bad value, kNotFound a
// workspace folder that is not there.
absl::StatusOr<ClusterOptions> ReadClusterFlags(const ClusterFlagValues& values,
                                                const std::string& cluster_id,
                                                const std::string& transport);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_CLUSTER_FLAGS_H_
