// The flags of with: those of provision and create, and its own.

#ifndef MINIDCOS_TOOLS_WITH_WITH_FLAGS_H_
#define MINIDCOS_TOOLS_WITH_WITH_FLAGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/cli/flags.h"
#include "tools/cluster_flags.h"
#include "tools/dcos_flags.h"
#include "tools/with/with.h"

namespace minidcos {

struct WithFlags {
  ClusterFlagValues cluster;
  DcosFlagValues dcos;
  // A path or URL; empty for bare nodes.
  std::string installer;
  std::string bundle;
  // The name of a flag of `dcos` that is on the command line; empty for none.
  std::string given_of_dcos;
};

// Flags that set `flags`, which must outlive their reading.
std::vector<FlagGroup> FlagsOfWith(WithFlags& flags);

// The options that `flags` mean, but for the command, with a cluster of that
// id, or a random one if it is empty, and transport. kInvalidArgument for flags
// of DC/OS without an installer; else it fails as ReadClusterFlags(),
// ReadDcosFlags() and CheckWithOptions() do.
absl::StatusOr<WithOptions> ReadWithFlags(WithFlags& flags,
                                          const std::string& cluster_id,
                                          const std::string& transport);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_WITH_WITH_FLAGS_H_
