// A command of the user's on this machine, run as a shell runs one.
//
// At a terminal it shares our process group, as the shell's other jobs do, so
// that what follows in the same pipeline keeps the keyboard (`with make |
// less`) and Ctrl-C, Ctrl-\ and Ctrl-Z go to it as to us. The first two are its
// business: it may live on, as an interpreter does. With the last one we stop
// as it does. Without a terminal it has a process group of its own, so that its
// children are ended with it.

#ifndef MINIDCOS_TOOLS_WITH_RUN_COMMAND_H_
#define MINIDCOS_TOOLS_WITH_RUN_COMMAND_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"

namespace minidcos {

struct UserCommand {
  std::vector<std::string> argv;
  // The path of its program.
  std::string program;
  // Added to our environment, or replacing there; taken out of it.
  std::map<std::string, std::string> environment = {};
  std::vector<std::string> unset_environment = {};
};

struct CommandEnd {
  // 128 + the signal's number if a signal ended it.
  int exit_code = 0;
  // Whether it was ended by the key that interrupts.
  bool by_ctrl_c = false;
};

// What is done around a stop, by Ctrl-Z say, after which nothing of us runs
// until the shell lets us go on.
struct StopHooks {
  std::function<void()> before = [] {};
  std::function<void()> after = [] {};
};

// How long it may go on after a SIGTERM.
inline constexpr absl::Duration kCommandGrace = absl::Seconds(3);

// Runs `command` to its end on our own streams. If `ctx` ends it gets a
// SIGTERM, and after kCommandGrace SIGKILL, with its process group if it has
// one of its own; the status is then ctx.Check()'s. If we are killed, so is it.
// Call it from the main thread.
absl::StatusOr<CommandEnd> RunCommand(const Context& ctx,
                                      const UserCommand& command,
                                      const StopHooks& hooks = {});

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_WITH_RUN_COMMAND_H_
