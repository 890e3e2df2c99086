#include <signal.h>

#include <memory>

#include "absl/status/status.h"
#include "common/base/own_path.h"
#include "common/cli/app.h"
#include "common/cli/interrupt.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "gflags/gflags_declare.h"
#include "tools/with/run_command.h"
#include "tools/with/with.h"
#include "tools/with/with_flags.h"

DECLARE_string(cluster_id);

namespace minidcos {
namespace {

WithFlags flags;

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(WithOptions options,
                   ReadWithFlags(flags, app.cluster_id(), app.transport()));
  options.command = app.args();
  options.engine = app.engine();
  options.tools_folder = OwnPath().parent_path();
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(
      const CommandEnd end,
      RunWithCluster({app.ctx(), app.cleanup_ctx(), *docker, app.progress()},
                     options));
  // As it does to a command without us, so that a shell's loop ends too.
  if (end.by_ctrl_c) DieOfSignal(SIGINT);
  app.set_exit_code(end.exit_code);
  return absl::OkStatus();
}

constexpr char kDescription[] =
    "Makes a cluster as minidcos-provision does, or with --installer as "
    "minidcos-create, waits until it is ready, runs CMD on this machine and "
    "destroys the cluster, whatever becomes of CMD. CMD's streams and exit "
    "code are its own. It finds in its environment what minidcos-inspect "
    "--env tells, MINIDCOS_CLUSTER_ID for -c of other tools among it, "
    "MINIDCOS_SSH_CONFIG, a file for ssh -F, and these tools on PATH.\n"
    "\n"
    "At SIGTERM and SIGHUP CMD gets a SIGTERM, and 3 s later, if it is still "
    "there, SIGKILL; the cluster is then destroyed. A Ctrl-C is CMD's: once "
    "that has ended, the cluster is destroyed. If it is killed itself, the "
    "nodes end some 20 s later, and minidcos-clean --stale removes the rest.";

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  // Without -c, a random one.
  FLAGS_cluster_id.clear();
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-with",
       .summary = "Run a command with a cluster of its own.",
       .usage = "CMD...",
       .min_args = 1,
       .max_args = minidcos::kAnyNumber,
       .description = minidcos::kDescription,
       .flags = minidcos::FlagsOfWith(minidcos::flags),
       .examples = {"minidcos with --agents 3 ./test.sh",
                    "minidcos with sh -c 'ssh -F $MINIDCOS_SSH_CONFIG "
                    "master_0 hostname'",
                    "minidcos with --installer ./dcos_generate_config.sh make "
                    "test",
                    "minidcos with --bundle-on-failure logs.tar.zst ./test.sh"},
       .runs_command = true},
      minidcos::Run);
}
