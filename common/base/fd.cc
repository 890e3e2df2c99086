#include "common/base/fd.h"

#include <unistd.h>

#include "absl/strings/string_view.h"
#include "common/base/sigpipe.h"

namespace minidcos {

void Fd::Reset(int fd) {
  if (fd_ >= 0) close(fd_);
  fd_ = fd;
}

ssize_t WriteWithoutSignal(int fd, absl::string_view data) {
  const WithoutSigpipe without_sigpipe;
  return write(fd, data.data(), data.size());
}

}  // namespace minidcos
