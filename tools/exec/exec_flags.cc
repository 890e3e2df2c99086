#include "tools/exec/exec_flags.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/cli/flags.h"
#include "tools/exec/exec.h"
#include "tools/exec/test_flags.h"
#include "tools/node_flags.h"

namespace minidcos {

std::vector<FlagGroup> FlagsOfExec(ExecFlags& flags) {
  ExecOptions& options = flags.options;
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
             .target = &flags.timeout,
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
             .target = &flags.tty,
             .help = "give the command a terminal",
             .letter = 't'},
            {.name = "no-tty",
             .target = &flags.no_tty,
             .help = "give it none",
             .letter = 'T'},
            {.name = "prefix",
             .target = &options.prefix,
             .help = "with several nodes, name the node before each line"}}},
          TestFlags(options)};
}

absl::StatusOr<ExecOptions> OptionsOf(const ExecFlags& flags) {
  ExecOptions options = flags.options;
  if (flags.tty && flags.no_tty) {
    return absl::InvalidArgumentError("-t and -T exclude each other");
  }
  if (flags.tty) options.terminal = TerminalUse::kAlways;
  if (flags.no_tty) options.terminal = TerminalUse::kNever;
  return options;
}

}  // namespace minidcos
