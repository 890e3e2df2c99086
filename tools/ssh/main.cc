#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/ssh/ssh.h"

namespace minidcos {
namespace {

SshOptions options;

absl::Status Run(App& app) {
  options.cluster_id = app.cluster_id();
  options.command = app.args();
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(const std::vector<std::string> argv,
                   SshCommand(app.ctx(), *docker, options));
  return Become(argv);
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-ssh",
       .summary = "Open an ssh session on a node.",
       .usage = "[CMD...]",
       .max_args = minidcos::kAnyNumber,
       .description =
           "Runs ssh with the cluster's key, and with the node's host keys as "
           "the engine tells them. CMD is for a shell on the node, as ssh "
           "takes it; minidcos-exec passes words literally. If the session "
           "breaks, the exit code is 255, as ssh's.\n\n"
           "For rsync, editors and an ssh of your own there is 'minidcos "
           "inspect --ssh-config'.",
       .flags = {{"Where and how",
                  {{.name = "node",
                    .target = &options.node,
                    .value = "REF",
                    .help = "on which node: a reference such as agent_1, a "
                            "container's name or id, an IP address"},
                   {.name = "terminal",
                    .target = &options.terminal,
                    .help = "give CMD a terminal; a shell has one anyway",
                    .letter = 't'}}}},
       .examples = {"minidcos ssh",
                    "minidcos ssh --node agent_0 'journalctl -b | tail'",
                    "minidcos ssh -t top"},
       .runs_command = true},
      minidcos::Run);
}
