#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/cli/app.h"
#include "common/cli/flags.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/exec/exec.h"
#include "tools/node_flags.h"

namespace minidcos {
namespace {

ExecOptions options;
absl::Duration timeout = absl::InfiniteDuration();
bool tty = false;
bool no_tty = false;

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

absl::Status Run(App& app) {
  if (tty && no_tty) {
    return absl::InvalidArgumentError("-t and -T exclude each other");
  }
  if (tty) options.terminal = TerminalUse::kAlways;
  if (no_tty) options.terminal = TerminalUse::kNever;
  options.cluster_id = app.cluster_id();
  options.transport = app.transport();
  options.json = app.json();
  options.command = app.args();
  app.EndAfter(timeout);
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine());
  ASSIGN_OR_RETURN(const int exit_code, Exec(app.ctx(), *docker, options,
                                             {.out = app.out(),
                                              .err = app.err(),
                                              .progress = app.progress(),
                                              .patience = app.cleanup_ctx()}));
  app.set_exit_code(exit_code);
  return absl::OkStatus();
}

std::vector<FlagGroup> Flags() {
  return {{"Where", NodeFlags(options.nodes)},
          {"How",
           {{.name = "user",
             .target = &options.user,
             .value = "USER[:GROUP]",
             .help = "as whom; root without it"},
            {.name = "sudo",
             .target = &options.sudo,
             .help = "as root all the same, by the user's sudo"},
            {.name = "workdir",
             .target = &options.directory,
             .value = "DIR",
             .help = "in which folder of the node; / without it"},
            {.name = "env",
             .target = &options.environment,
             .value = "NAME=VALUE",
             .help = "a variable for the command"},
            {.name = "shell",
             .target = &options.shell,
             .help = "join the words by spaces into a line for /bin/sh -c"},
            {.name = "timeout",
             .target = &timeout,
             .value = "DURATION",
             .help = "how long it may take"}}},
          {"Input and output",
           {{.name = "interactive",
             .target = &options.interactive,
             .help = "read standard input",
             .letter = 'i'},
            {.name = "stdin-all",
             .target = &options.stdin_all,
             .help = "read standard input once and give each of several nodes "
                     "all of it"},
            {.name = "tty",
             .target = &tty,
             .help = "give the command a terminal",
             .letter = 't'},
            {.name = "no-tty",
             .target = &no_tty,
             .help = "give it none",
             .letter = 'T'},
            {.name = "prefix",
             .target = &options.prefix,
             .help = "with several nodes, name the node before each line"}}}};
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
       .flags = minidcos::Flags(),
       .examples = {"minidcos exec bash",
                    "minidcos exec --all systemctl is-system-running",
                    "minidcos exec --node agent_0 --shell 'df -h / | tail -1'",
                    "tar -c conf | minidcos exec -i tar -x -C /etc"},
       .json_output = true,
       .runs_command = true},
      minidcos::Run);
}
