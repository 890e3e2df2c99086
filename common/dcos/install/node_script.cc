#include "common/dcos/install/node_script.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/dcos/output_tail.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kShownLines = 20;

}  // namespace

absl::Status RunNodeScript(const Context& ctx, const Node& node,
                           const std::string& path,
                           const std::vector<std::string>& arguments) {
  Command command = {.argv = {"/bin/bash", path}};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  ASSIGN_OR_RETURN(const CommandResult result, node.Run(ctx, command));
  if (result.exit_code == 0) return absl::OkStatus();
  absl::Status failed = absl::FailedPreconditionError(absl::StrCat(
      node.reference(), ": ", std::filesystem::path(path).filename().string(),
      " exited with code ", result.exit_code));
  SetOutput(failed,
            OutputTail(result.stdout_text, result.stderr_text, kShownLines,
                       absl::StrCat(node.reference(), ": ")));
  return failed;
}

}  // namespace minidcos
