// The journals of several nodes on one stream, each line with its node's name.

#ifndef MINIDCOS_TOOLS_LOGS_READ_JOURNALS_H_
#define MINIDCOS_TOOLS_LOGS_READ_JOURNALS_H_

#include <ostream>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"

namespace minidcos {

struct JournalSource {
  Node node;
  // How reading it went.
  absl::Status status;
};

// Runs `command` (JournalCommand) on all nodes at once and writes what they
// print to `out`, by time; entries of one time stay whole. Memory does not grow
// with the journals. A node that fails is told in its status and does not hold
// up the others. The node's name is left out if not `prefixed`.
absl::Status MergeJournals(const Context& ctx, const Command& command,
                           bool prefixed, std::vector<JournalSource>& sources,
                           std::ostream& out);

// The same as it comes, for a command that follows; until all nodes have ended.
absl::Status FollowJournals(const Context& ctx, const Command& command,
                            bool prefixed, std::vector<JournalSource>& sources,
                            std::ostream& out);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_LOGS_READ_JOURNALS_H_
