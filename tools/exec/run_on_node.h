// A command on one node, at whose streams the user sits.

#ifndef MINIDCOS_TOOLS_EXEC_RUN_ON_NODE_H_
#define MINIDCOS_TOOLS_EXEC_RUN_ON_NODE_H_

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "tools/exec/local_streams.h"

namespace minidcos {

// The size of the terminal that the user sees, else of any that `local` has,
// else the usual one.
TerminalSize LocalTerminalSize(const LocalStreams& local);

// `source` as the input of a terminal, which has no end but a key: that comes
// where `source` ends, and nothing more.
InputSource WithEndKey(InputSource source);

// Runs `command` on `node` and returns its exit code. It reads standard input
// if `has_input`. With a terminal it follows the size of ours, which is raw
// meanwhile if it is what the command reads.
absl::StatusOr<int> RunOnNode(const Context& ctx, const Node& node,
                              const Command& command,
                              const LocalStreams& local);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_EXEC_RUN_ON_NODE_H_
