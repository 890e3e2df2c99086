// What a tool says about itself: from it come --help, the reading of its flags
// and its exit codes.

#ifndef MINIDCOS_COMMON_CLI_TOOL_INFO_H_
#define MINIDCOS_COMMON_CLI_TOOL_INFO_H_

#include <limits>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/cli/flag.h"

namespace minidcos {

inline constexpr int kAnyNumber = std::numeric_limits<int>::max();

struct ToolInfo {
  // The installed name, such as "minidcos-list".
  absl::string_view name;

  // One sentence: "List all clusters." The dispatcher's --help shows it too.
  absl::string_view summary;

  // The words after the flags: "INSTALLER", "[ID...]". How many there may be.
  absl::string_view usage = "";
  int min_args = 0;
  int max_args = 0;

  // Paragraphs, parted by an empty line, wrapped for --help. A line that starts
  // with a space is left as it is.
  absl::string_view description = "";

  // The tool's own flags. Every tool takes the common ones besides (app.h).
  std::vector<FlagGroup> flags = {};

  // Command lines, one each.
  std::vector<absl::string_view> examples = {};

  // Takes --output=text|json.
  bool json_output = false;

  // Runs a command that the user gives: the flags end at its first word, its
  // exit code is passed through, and every failure of ours exits 125.
  bool runs_command = false;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_TOOL_INFO_H_
