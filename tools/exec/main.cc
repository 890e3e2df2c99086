#include <memory>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/exec/exec.h"
#include "tools/exec/exec_flags.h"

namespace minidcos {
namespace {

constexpr char kDescription[] =
    "The words of CMD are passed literally: no shell sees them, unless CMD is "
    "one or --shell is given. The command's output comes out byte by byte, and "
    "its exit code is passed on. Without --node, --role and --all it runs on "
    "master_0.\n"
    "\n"
    "Standard input is read with -i, or if it is a terminal. The command has a "
    "terminal if standard input and output are one.\n"
    "\n"
    "An interrupt, SIGTERM and --timeout end the command: by TERM (with a "
    "terminal HUP), and 5 s later, or when interrupted again, by KILL.\n"
    "\n"
    "On several nodes it runs at once, and on all of them whatever becomes of "
    "one. Lines come with the node's reference before them. The exit code is "
    "that of the first node on which it failed.\n"
    "\n"
    "--output=json prints {\"nodes\": [{\"node\", \"exit_code\", \"stdout\", "
    "\"stderr\"}]}. What is not UTF-8 is base64 in stdout_base64 or "
    "stderr_base64; instead of an exit code there may be an error of ours.";

ExecFlags flags;

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(ExecOptions options, OptionsOf(flags));
  options.cluster_id = app.cluster_id();
  options.transport = app.transport();
  options.json = app.json();
  options.command = app.args();
  app.EndAfter(flags.timeout);
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
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-exec",
       .summary = "Run a command on nodes.",
       .usage = "CMD...",
       .min_args = 1,
       .max_args = minidcos::kAnyNumber,
       .description = minidcos::kDescription,
       .flags = minidcos::FlagsOfExec(minidcos::flags),
       .examples = {"minidcos exec bash",
                    "minidcos exec --all systemctl is-system-running",
                    "minidcos exec --node agent_0 --shell 'df -h / | tail -1'",
                    "tar -c conf | minidcos exec -i tar -x -C /etc"},
       .json_output = true,
       .runs_command = true},
      minidcos::Run);
}
