// What is asked of a node's journal, and the command that does: journalctl(1).

#ifndef MINIDCOS_TOOLS_LOGS_JOURNAL_COMMAND_H_
#define MINIDCOS_TOOLS_LOGS_JOURNAL_COMMAND_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"

namespace minidcos {

struct JournalOptions {
  // "sshd", "dcos-mesos-master.service", "dcos-*"; none for all.
  std::vector<std::string> units;
  // As JournalTime takes it; empty for the beginning.
  std::string since;
  // How many of the last entries, a number; empty for all (with `follow`, 10,
  // or all since `since`).
  std::string lines;
  // Goes on with what comes.
  bool follow = false;
};

// kInvalidArgument for wrong usage, which no node need be asked about.
absl::Status CheckOptions(const JournalOptions& options);

// Prints one line for each of an entry, in the order of time. An entry's first
// line begins with its time in UTC, microseconds and all, so that comparing
// kTimeSize bytes compares times; others begin with a space.
Command JournalCommand(const JournalOptions& options);
inline constexpr size_t kTimeSize = sizeof("2026-01-31T12:34:56.123456") - 1;

// A time as users give it as journalctl takes it. A duration ("10m", "1h 30m",
// "2d") is so long ago and RFC 3339 is understood, both as in `docker logs`;
// all else is journalctl's own ("yesterday", "2026-01-31 12:00", "-1h").
std::string JournalTime(absl::string_view time);

// Asks `nodes` whether they understand the time and know the units:
// kInvalidArgument with journalctl's words for the time, kNotFound for a unit
// that no node knows. A node that cannot be asked is left out.
absl::Status CheckOnNodes(const Context& ctx, const std::vector<Node>& nodes,
                          const JournalOptions& options);

// Whether the command that ended with `exit_code` read the journal of `node`:
// kFailedPrecondition with the last line of `errors`, what it wrote to its
// standard error, if not.
absl::Status JournalResult(const Node& node, int exit_code,
                           absl::string_view errors);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_LOGS_JOURNAL_COMMAND_H_
