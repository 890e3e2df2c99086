#include "tools/cluster_flags.h"

#include <vector>

#include "common/cli/flags.h"
#include "common/cluster/docker_backend.h"

namespace minidcos {

std::vector<FlagGroup> ClusterFlags(ClusterOptions& options) {
  return {{"Nodes",
           {{.name = "masters",
             .target = &options.masters,
             .value = "N",
             .help = "how many masters"},
            {.name = "agents",
             .target = &options.agents,
             .value = "N",
             .help = "how many agents"},
            {.name = "public-agents",
             .target = &options.public_agents,
             .value = "N",
             .help = "how many public agents"},
            {.name = "linux-distribution",
             .target = &options.backend.linux_distribution,
             .value = "NAME",
             .help = "what nodes run"}}},
          {"On this machine",
           {{.name = "workspace-dir",
             .target = &options.backend.workspace_dir,
             .value = "DIR",
             .help = "where the folder for large temporary files is made; "
                     "$TMPDIR, else /tmp, without it"}}}};
}

}  // namespace minidcos
