#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/fd.h"
#include "common/docker/hidden_socket.h"

namespace minidcos {

// Out of the folder at once. (An abstract socket has no file either, and
// libcurl 7.88 no second request on it.)
HiddenSocket::HiddenSocket(Fd listener, const std::string& path)
    : listener_(std::move(listener)),
      place_(open(path.c_str(), O_PATH | O_CLOEXEC)) {
  const int error = errno;
  unlink(path.c_str());
  errno = error;
  if (place_.get() >= 0) path_ = absl::StrCat("/proc/self/fd/", place_.get());
}

HiddenSocket::~HiddenSocket() = default;

}  // namespace minidcos
