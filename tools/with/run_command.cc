#include "tools/with/run_command.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/child_process.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// How long a wish to stop may go unnoticed.
constexpr absl::Duration kLook = absl::Milliseconds(200);

// For signal handlers.
std::atomic<bool> was_interrupted = false;
std::atomic<bool> is_to_stop = false;

bool IsKeyThatEnds(int signal_number) {
  return signal_number == SIGINT || signal_number == SIGQUIT;
}

void OnKey(int signal_number) {
  (IsKeyThatEnds(signal_number) ? was_interrupted : is_to_stop) = true;
}

bool HasTerminal() {
  return Fd(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)).get() >= 0;
}

// While it lives, the signals of a terminal do nothing to us: those of its
// keys, and those that stop a job which reads or writes from the background.
class KeyWatch {
 public:
  explicit KeyWatch(bool has_terminal) {
    was_interrupted = false;
    is_to_stop = false;
    for (Saved& saved : saved_) {
      sigaction(saved.signal_number, nullptr, &saved.action);
      // Who ignores it cannot be meant by it.
      saved.is_ours = has_terminal && saved.action.sa_handler != SIG_IGN;
      if (!saved.is_ours) continue;
      struct sigaction action = {};
      action.sa_handler = OnKey;
      action.sa_flags = SA_RESTART;
      sigaction(saved.signal_number, &action, nullptr);
    }
  }
  ~KeyWatch() {
    for (const Saved& saved : saved_) {
      if (saved.is_ours) sigaction(saved.signal_number, &saved.action, nullptr);
    }
  }
  KeyWatch(const KeyWatch&) = delete;
  KeyWatch& operator=(const KeyWatch&) = delete;

 private:
  struct Saved {
    int signal_number;
    struct sigaction action = {};
    bool is_ours = false;
  };
  Saved saved_[5] = {{SIGINT}, {SIGQUIT}, {SIGTSTP}, {SIGTTIN}, {SIGTTOU}};
};

}  // namespace

absl::StatusOr<CommandEnd> RunCommand(const Context& ctx,
                                      const UserCommand& command,
                                      const StopHooks& hooks) {
  RETURN_IF_ERROR(ctx.Check());
  const bool has_terminal = HasTerminal();
  const KeyWatch keys(has_terminal);
  ASSIGN_OR_RETURN(
      const std::unique_ptr<ChildProcess> child,
      ChildProcess::Start(command.argv,
                          {.environment = command.environment,
                           .unset_environment = command.unset_environment,
                           .program = command.program,
                           .inherits = true,
                           .in_our_group = has_terminal,
                           .dies_with_thread = true},
                          {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}));
  while (true) {
    const absl::StatusOr<int> exit_code = child->Wait(ctx.WithTimeout(kLook));
    if (exit_code.ok()) {
      return CommandEnd{
          .exit_code = *exit_code,
          .by_ctrl_c = was_interrupted && *exit_code == 128 + SIGINT};
    }
    if (const absl::Status status = ctx.Check(); !status.ok()) {
      child->Terminate(kCommandGrace);
      return status;
    }
    if (is_to_stop.exchange(false)) {
      hooks.before();
      raise(SIGSTOP);
      hooks.after();
    }
  }
}

}  // namespace minidcos
