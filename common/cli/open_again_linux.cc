#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "common/cli/open_again.h"

namespace minidcos {

int OpenAgainToWrite(int fd) {
  struct stat status;
  if (fstat(fd, &status) != 0) return -1;
  if (!S_ISFIFO(status.st_mode) && !isatty(fd)) return -1;
  return open(absl::StrCat("/proc/self/fd/", fd).c_str(),
              O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

}  // namespace minidcos
