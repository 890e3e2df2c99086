// The flags by which tools are told which nodes they are for: --node, --role,
// --all.

#ifndef MINIDCOS_TOOLS_NODE_FLAGS_H_
#define MINIDCOS_TOOLS_NODE_FLAGS_H_

#include <vector>

#include "common/cli/flags.h"
#include "common/cluster/select_nodes.h"

namespace minidcos {

// Flags that set `selection`, which must outlive their reading. Which nodes it
// is without any of them is for the tool's description to tell.
std::vector<Flag> NodeFlags(NodeSelection& selection);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_NODE_FLAGS_H_
