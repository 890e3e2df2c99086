// The exit codes of every tool, in one table.

#ifndef MINIDCOS_COMMON_CLI_EXIT_CODE_H_
#define MINIDCOS_COMMON_CLI_EXIT_CODE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace minidcos {

enum ExitCode : int {
  kExitDone = 0,
  // It failed, or the answer is no.
  kExitFailed = 1,
  kExitUsage = 2,
  kExitNotFound = 3,
  kExitAlreadyExists = 4,
  kExitUnreachable = 5,
  kExitTimedOut = 6,
  // A bug of ours; also what a failed CHECK exits with.
  kExitBug = 70,
  // Any failure of ours in a tool that passes a command's own code through.
  kExitOurFailure = 125,
};

// The code of a tool that passes none through.
ExitCode ExitCodeOf(absl::StatusCode code);

struct ExitCodeMeaning {
  // A number, or "any".
  std::string code;
  absl::string_view text;
};

// The table of a tool that passes a command's own code through, or none.
std::vector<ExitCodeMeaning> ExitCodeMeanings(bool passes_exit_code);

// The same as --help prints it.
std::string ExitCodesHelp(bool passes_exit_code);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_EXIT_CODE_H_
