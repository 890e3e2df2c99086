// A command for a node, and what its streams are connected to.

#ifndef MINIDCOS_COMMON_NODE_COMMAND_H_
#define MINIDCOS_COMMON_NODE_COMMAND_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"

namespace minidcos {

// In characters.
struct TerminalSize {
  int rows = 24;
  int columns = 80;
  bool operator==(const TerminalSize&) const = default;
};

struct Command {
  // Passed literally: no shell sees them. The kernel takes 131,071 bytes in a
  // word and about 2 MB in all.
  std::vector<std::string> argv;
  // Added to the environment that the node gives every command. Never visible
  // in a process's arguments. Names match [A-Za-z_][A-Za-z0-9_]*.
  std::map<std::string, std::string> environment;
  // Whom it runs as, a name or number, with ":GROUP" if wanted; empty for root.
  std::string user;
  // Where it runs, an absolute path; empty for `/`.
  std::string directory;
  // Whether it runs as root all the same, by `sudo` as `user`.
  bool sudo = false;
  // If set, it has a terminal, COLUMNS and LINES; all its output is stdout.
  std::optional<TerminalSize> terminal;
  // Whether it has a standard input; else that is empty.
  bool has_input = false;
};

// Takes a piece of a command's output as it comes. An error ends the command
// with that error.
using OutputSink = std::function<absl::Status(absl::string_view)>;

// Gives the next piece of a command's input, empty at its end. Returns with the
// context's error when that ends: the command reads no more.
using InputSource =
    std::function<absl::StatusOr<std::string>(const Context& ctx)>;

// A command that has run.
struct CommandResult {
  int exit_code = 0;
  std::string stdout_text;
  std::string stderr_text;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_COMMAND_H_
