// The journals of several nodes on one stream, each line with its node's name.

#ifndef MINIDCOS_TOOLS_LOGS_READ_JOURNALS_H_
#define MINIDCOS_TOOLS_LOGS_READ_JOURNALS_H_

#include <functional>
#include <ostream>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"

namespace minidcos {

// Told of a node whose journal cannot be read, or no further, when that shows.
// May be called from any thread.
using FailureSink = std::function<void(const absl::Status&)>;

// Runs `command` (JournalCommand) on all nodes at once and writes what they
// print to `out`, by time; each node's entries in its own order, and whole.
// Memory does not grow with the journals. A node that fails does not hold up
// the others. The nodes' names are left out if not `prefixed`. Fails if `out`
// does or `ctx` ends.
absl::Status MergeJournals(const Context& ctx, const Command& command,
                           bool prefixed, const std::vector<Node>& nodes,
                           const FailureSink& on_failure, std::ostream& out);

// The same as it comes, for a command that follows; until all nodes have ended.
absl::Status FollowJournals(const Context& ctx, const Command& command,
                            bool prefixed, const std::vector<Node>& nodes,
                            const FailureSink& on_failure, std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_LOGS_READ_JOURNALS_H_
