#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "absl/status/statusor.h"
#include "common/base/fd.h"
#include "common/base/files.h"

namespace minidcos {

absl::StatusOr<Pipe> Pipe::Make() {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) return ErrnoStatus(errno, "making a pipe");
  return Pipe{.read = Fd(fds[0]), .write = Fd(fds[1])};
}

}  // namespace minidcos
