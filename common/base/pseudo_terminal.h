// A terminal that a program of ours is at both ends of.

#ifndef MINIDCOS_COMMON_BASE_PSEUDO_TERMINAL_H_
#define MINIDCOS_COMMON_BASE_PSEUDO_TERMINAL_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fd.h"

namespace minidcos {

struct PseudoTerminal {
  // Where a person would sit.
  Fd master;
  // For the program: a terminal in raw mode, so that bytes stay as they are.
  // Nobody's controlling terminal.
  Fd slave;

  static absl::StatusOr<PseudoTerminal> Make();
};

// Tells the terminal `fd`, either end, its size in characters.
absl::Status SetTerminalSize(int fd, int rows, int columns);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_PSEUDO_TERMINAL_H_
