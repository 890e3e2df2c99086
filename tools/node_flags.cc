#include "tools/node_flags.h"

#include <vector>

#include "common/cli/flags.h"
#include "common/cluster/select_nodes.h"

namespace minidcos {

std::vector<Flag> NodeFlags(NodeSelection& selection) {
  return {{.name = "node",
           .target = &selection.references,
           .value = "REF",
           .help = "a node: its reference such as agent_1, its container's "
                   "name or id, its IP address"},
          {.name = "role",
           .target = &selection.role,
           .value = "ROLE",
           .help = "every node of this role",
           .choices = {"master", "agent", "public_agent"}},
          {.name = "all", .target = &selection.all, .help = "every node"}};
}

}  // namespace minidcos
