#include <unistd.h>

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/own_path.h"
#include "common/cli/error.h"
#include "common/cli/exit_code.h"
#include "common/cli/fd_buffer.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "tools/minidcos/minidcos.h"
#include "tools/registry.h"

namespace minidcos {
namespace {

absl::Status Run(const std::vector<std::string>& arguments) {
  ASSIGN_OR_RETURN(const Dispatch dispatch,
                   PlanDispatch(arguments, RegisteredTools()));
  if (!dispatch.command.empty()) {
    return Execute(OwnPath(), dispatch.command);
  }
  FdBuffer buffer(STDOUT_FILENO, 4096, Context());
  std::ostream(&buffer) << dispatch.text;
  return Annotate(buffer.Flush(), "writing to standard output");
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  const absl::Status status = minidcos::Run({argv + 1, argv + argc});
  if (!status.ok()) {
    minidcos::FdBuffer buffer(STDERR_FILENO, 4096, minidcos::Context());
    std::ostream(&buffer) << minidcos::ErrorText("minidcos", status);
    buffer.Flush().IgnoreError();
  }
  return minidcos::ExitCodeOf(status.code());
}
