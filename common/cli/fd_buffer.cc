#include "common/cli/fd_buffer.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <utility>

#include "absl/status/status.h"

namespace minidcos {

FdBuffer::FdBuffer(int fd, size_t size, std::function<void()> on_broken_pipe)
    : fd_(fd), buffer_(size), on_broken_pipe_(std::move(on_broken_pipe)) {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

absl::Status FdBuffer::Flush() {
  const char* from = pbase();
  while (status_.ok() && from < pptr()) {
    const ssize_t written = write(fd_, from, pptr() - from);
    if (written >= 0) {
      from += written;
    } else if (errno != EINTR) {
      const int error = errno;
      // Not a code that promises the user a cure, such as "no such file".
      status_ = absl::UnknownError(std::strerror(error));
      if (error == EPIPE && on_broken_pipe_ != nullptr) on_broken_pipe_();
    }
  }
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return status_;
}

int FdBuffer::overflow(int c) {
  if (!Flush().ok()) return traits_type::eof();
  if (!traits_type::eq_int_type(c, traits_type::eof())) {
    sputc(traits_type::to_char_type(c));
  }
  return traits_type::not_eof(c);
}

int FdBuffer::sync() { return Flush().ok() ? 0 : -1; }

}  // namespace minidcos
