// The terminal at which the user sits, lent to a command elsewhere.
//
//   if (IsOwnTerminal(STDIN_FILENO)) {
//     ASSIGN_OR_RETURN(const std::unique_ptr<RawMode> raw,
//                      RawMode::Enter(STDIN_FILENO));
//     ...
//   }

#ifndef MINIDCOS_COMMON_CLI_TERMINAL_H_
#define MINIDCOS_COMMON_CLI_TERMINAL_H_

#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"

namespace minidcos {

// Whether `fd` is a terminal that this process may read: not that of a shell's
// background job, which reading would stop.
bool IsOwnTerminal(int fd);

// In characters.
struct WindowSize {
  int rows = 0;
  int columns = 0;
  bool operator==(const WindowSize&) const = default;
};

// The size of the terminal `fd`; nullopt if it is none or does not know.
std::optional<WindowSize> GetWindowSize(int fd);

// While it lives, the terminal hands every key on as it is pressed, Ctrl-C too,
// and changes nothing of what is shown. Put back as it was at the end, also if
// a signal or a failed CHECK ends the process. At most one at a time.
class RawMode {
 public:
  // kFailedPrecondition if `fd` is no terminal.
  static absl::StatusOr<std::unique_ptr<RawMode>> Enter(int fd);
  ~RawMode();
  RawMode(const RawMode&) = delete;
  RawMode& operator=(const RawMode&) = delete;

 private:
  RawMode() = default;
};

// Undoes RawMode; from a signal handler too, for what ends the process there.
void RestoreTerminal();

// Notices when the terminal's size may have changed.
class WindowWatch {
 public:
  // Takes over SIGWINCH, and SIGCONT, after which RawMode holds again: who
  // stopped us has changed the terminal meanwhile. At most one at a time.
  WindowWatch();
  ~WindowWatch();
  WindowWatch(const WindowWatch&) = delete;
  WindowWatch& operator=(const WindowWatch&) = delete;

  // Waits until it may have changed. ctx.Check()'s status if it ends first.
  absl::Status Wait(const Context& ctx);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_TERMINAL_H_
