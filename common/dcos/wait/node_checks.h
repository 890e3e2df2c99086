// DC/OS's own checks on a node.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_NODE_CHECKS_H_
#define MINIDCOS_COMMON_DCOS_WAIT_NODE_CHECKS_H_

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/node/node.h"

namespace minidcos {

// Runs the node-poststart checks on `node`, by the command that its version of
// DC/OS has for that.
// kFailedPrecondition, naming the node and the checks, with what they print
// (GetOutput), if one does not pass or could not be run, or if DC/OS has not
// set itself up far enough to have such a command.
absl::Status RunNodeChecks(const Context& ctx, const Node& node);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_NODE_CHECKS_H_
