// A command on several nodes at once.

#ifndef MINIDCOS_TOOLS_EXEC_RUN_ON_NODES_H_
#define MINIDCOS_TOOLS_EXEC_RUN_ON_NODES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "tools/exec/local_streams.h"

namespace minidcos {

// What is to run where.
struct NodeCommand {
  Node node;
  Command command;
};

// What became of a command on one node.
struct NodeOutcome {
  std::string node;
  // The command's, or why it did not run to its end.
  absl::StatusOr<int> exit_code;
  // What it wrote, where that is collected.
  std::string stdout_text;
  std::string stderr_text;

  // 0 if all is well; else the command's own or, for a failure of ours, 125.
  int code() const;
};

// Runs all of `commands` at once, whatever becomes of the others, and writes
// each line that comes with its node's reference before it, or, if not
// `prefix`, without. They have input and a terminal all alike; each gets all of
// standard input.
std::vector<NodeOutcome> RunOnNodes(const Context& ctx,
                                    const std::vector<NodeCommand>& commands,
                                    bool prefix, const LocalStreams& local);

// The same, the output collected.
std::vector<NodeOutcome> CollectOnNodes(
    const Context& ctx, const std::vector<NodeCommand>& commands,
    const LocalStreams& local);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_EXEC_RUN_ON_NODES_H_
