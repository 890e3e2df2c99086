#include "common/base/fd.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"

namespace minidcos {

void Fd::Reset(int fd) {
  if (fd_ >= 0) close(fd_);
  fd_ = fd;
}

absl::StatusOr<Pipe> Pipe::Make() {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) return ErrnoStatus(errno, "making a pipe");
  return Pipe{.read = Fd(fds[0]), .write = Fd(fds[1])};
}

ssize_t WriteWithoutSignal(int fd, absl::string_view data) {
  sigset_t pipe_signal, old;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &old);
  const ssize_t written = write(fd, data.data(), data.size());
  const int saved_errno = errno;
  if (written < 0 && saved_errno == EPIPE) {
    const timespec now = {0, 0};
    sigtimedwait(&pipe_signal, nullptr, &now);
  }
  pthread_sigmask(SIG_SETMASK, &old, nullptr);
  errno = saved_errno;
  return written;
}

}  // namespace minidcos
