#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "absl/status/statusor.h"
#include "common/base/fd.h"
#include "common/base/files.h"

namespace minidcos {

// A program that another thread starts between the calls has them too, but for
// those that ChildProcess starts: it closes what it does not give.
absl::StatusOr<Pipe> Pipe::Make() {
  int fds[2];
  if (pipe(fds) != 0) return ErrnoStatus(errno, "making a pipe");
  Pipe made = {.read = Fd(fds[0]), .write = Fd(fds[1])};
  for (const int fd : fds) fcntl(fd, F_SETFD, FD_CLOEXEC);
  return made;
}

}  // namespace minidcos
