#include <memory>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/exec/exec.h"

namespace minidcos {
namespace {

ExecOptions options;

absl::Status Run(App& app) {
  options.cluster_id = app.cluster_id();
  options.command = app.args();
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine());
  ASSIGN_OR_RETURN(const int exit_code,
                   Exec(app.ctx(), *docker, options, app.out(), app.err()));
  app.set_exit_code(exit_code);
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-exec",
       .summary = "Run a command on a node.",
       .usage = "CMD...",
       .min_args = 1,
       .max_args = minidcos::kAnyNumber,
       .description =
           "The words of CMD are passed literally: no shell sees them, unless "
           "CMD is one. Nothing is on its standard input. Its standard output, "
           "standard error and exit code are passed on.\n\n"
           "An interrupt ends this program, not the command on the node.",
       .flags = {{"Where and how",
                  {{.name = "node",
                    .target = &options.node,
                    .value = "REF",
                    .help = "on which node: a reference such as agent_1, a "
                            "container's name or id, an IP address"},
                   {.name = "user",
                    .target = &options.user,
                    .value = "USER",
                    .help = "as whom; root without it"},
                   {.name = "workdir",
                    .target = &options.directory,
                    .value = "DIR",
                    .help = "in which folder of the node"},
                   {.name = "env",
                    .target = &options.environment,
                    .value = "NAME=VALUE",
                    .help = "a variable for the command"}}}},
       .examples = {"minidcos exec systemctl is-system-running",
                    "minidcos exec --node agent_0 sh -c 'echo $HOSTNAME'"},
       .runs_command = true},
      minidcos::Run);
}
