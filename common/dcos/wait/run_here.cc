#include "common/dcos/wait/run_here.h"

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/subprocess.h"
#include "common/node/command.h"
#include "common/status/status_macros.h"
#include "testing/fake_transport.h"

namespace minidcos {

absl::StatusOr<CommandResult> RunHere(const Context& ctx,
                                      const FakeCall& call) {
  ASSIGN_OR_RETURN(const SubprocessResult result,
                   RunSubprocess(ctx, call.command.argv,
                                 {.environment = call.command.environment,
                                  .input = call.input}));
  return CommandResult{.exit_code = result.exit_code,
                       .stdout_text = result.stdout_text,
                       .stderr_text = result.stderr_text};
}

}  // namespace minidcos
