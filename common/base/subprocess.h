// Programs run beside ours: no shell, argv as given.
//
//   ASSIGN_OR_RETURN(const SubprocessResult result,
//                    RunSubprocess(ctx, {"ssh-keygen", "-q", ...}));
//   if (result.exit_code != 0) ...

#ifndef MINIDCOS_COMMON_BASE_SUBPROCESS_H_
#define MINIDCOS_COMMON_BASE_SUBPROCESS_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"

namespace minidcos {

struct SubprocessOptions {
  // Working directory; empty for ours.
  std::string directory;
  // Added to the inherited environment, or replacing there.
  std::map<std::string, std::string> environment;
  // Removed from the inherited environment.
  std::vector<std::string> unset_environment;
  // Written to its standard input, which is then closed.
  std::string input;
  // Called with pieces of output as they come, from the calling thread.
  std::function<void(absl::string_view)> on_stdout;
  std::function<void(absl::string_view)> on_stderr;
  // How many of the last bytes of each stream the result keeps.
  size_t keep_output = size_t{1} << 20;
};

struct SubprocessResult {
  // Its exit status; 128 + the signal's number if a signal ended it.
  int exit_code = 0;
  std::string stdout_text;
  std::string stderr_text;
};

// Runs `argv` to its end (ChildProcess::Start). When `ctx` ends, the program is
// terminated (ChildProcess::Terminate), and the status is ctx.Check()'s. If we
// are killed, so is the program, where the system can do that. An exit code
// other than 0 is no error here.
absl::StatusOr<SubprocessResult> RunSubprocess(
    const Context& ctx, const std::vector<std::string>& argv,
    const SubprocessOptions& options = {});

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_SUBPROCESS_H_
