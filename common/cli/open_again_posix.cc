#include <fcntl.h>
#include <unistd.h>

#include "common/cli/open_again.h"

namespace minidcos {

// What is opened in /dev/fd is the same stream here, with the same O_NONBLOCK.
int OpenAgainToWrite(int fd) {
  char name[256];
  if (!isatty(fd) || ttyname_r(fd, name, sizeof(name)) != 0) return -1;
  return open(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

}  // namespace minidcos
