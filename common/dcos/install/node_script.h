// A script of the installer's, run on a node.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_NODE_SCRIPT_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_NODE_SCRIPT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/node/node.h"

namespace minidcos {

// How many nodes work at the same time.
inline constexpr int kMaxParallelScripts = 10;

// Runs the bash script `path` with `arguments` on `node`. kFailedPrecondition,
// naming the node, with the tail of what it printed (GetOutput), if it fails.
absl::Status RunNodeScript(const Context& ctx, const Node& node,
                           const std::string& path,
                           const std::vector<std::string>& arguments = {});

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_NODE_SCRIPT_H_
