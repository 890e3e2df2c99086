#include "common/base/pseudo_terminal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <cerrno>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fd.h"
#include "common/base/files.h"

namespace minidcos {

absl::StatusOr<PseudoTerminal> PseudoTerminal::Make() {
  PseudoTerminal terminal;
  terminal.master.Reset(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  char name[64];
  if (terminal.master.get() < 0 || grantpt(terminal.master.get()) != 0 ||
      unlockpt(terminal.master.get()) != 0 ||
      ptsname_r(terminal.master.get(), name, sizeof(name)) != 0) {
    return ErrnoStatus(errno, "making a terminal");
  }
  terminal.slave.Reset(open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
  termios modes;
  if (terminal.slave.get() < 0 ||
      tcgetattr(terminal.slave.get(), &modes) != 0) {
    return ErrnoStatus(errno, "making a terminal");
  }
  cfmakeraw(&modes);
  if (tcsetattr(terminal.slave.get(), TCSANOW, &modes) != 0) {
    return ErrnoStatus(errno, "making a terminal");
  }
  return terminal;
}

absl::Status SetTerminalSize(int fd, int rows, int columns) {
  winsize size = {};
  size.ws_row = static_cast<unsigned short>(rows);
  size.ws_col = static_cast<unsigned short>(columns);
  if (ioctl(fd, TIOCSWINSZ, &size) != 0) {
    return ErrnoStatus(errno, "resizing a terminal");
  }
  return absl::OkStatus();
}

}  // namespace minidcos
