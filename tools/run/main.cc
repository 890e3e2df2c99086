#include <memory>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/exec/exec.h"
#include "tools/exec/test_flags.h"

namespace minidcos {
namespace {

ExecOptions options = {
    .one_by_one = true, .shell = true, .terminal = TerminalUse::kIfShown};

absl::Status Run(App& app) {
  options.cluster_id = app.cluster_id();
  options.transport = app.transport();
  options.command = app.args();
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(const int exit_code, Exec(app.ctx(), *docker, options,
                                             {.out = app.out(),
                                              .err = app.err(),
                                              .progress = app.progress(),
                                              .patience = app.cleanup_ctx()}));
  app.set_exit_code(exit_code);
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-run",
       .summary = "Run a shell line on nodes, one after another.",
       .usage = "ARGS...",
       .min_args = 1,
       .max_args = minidcos::kAnyNumber,
       .description =
           "ARGS, joined by spaces, are a line for the node's /bin/sh -c, as "
           "with DC/OS E2E's run. The line has a terminal if standard output "
           "is one. Its output and exit code are passed on. The first node on "
           "which it fails is the last.\n"
           "\n"
           "minidcos exec passes words literally, and runs on several nodes at "
           "once.",
       .flags = {{"Where and how",
                  {{.name = "node",
                    .target = &options.nodes.references,
                    .value = "REF",
                    .help = "a node: its reference such as agent_1, its "
                            "container's name or id, its IP address; master_0 "
                            "without it"},
                   {.name = "env",
                    .target = &options.environment,
                    .value = "NAME=VALUE",
                    .help = "a variable for the line"}}},
                 minidcos::TestFlags(options)},
       .examples = {"minidcos run systemctl list-units",
                    "minidcos run --node master_0 --node agent_0 'hostname; "
                    "df -h | grep overlay'",
                    "minidcos run --test-env pytest -k test_dns"},
       .runs_command = true},
      minidcos::Run);
}
