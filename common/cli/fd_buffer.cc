#include "common/cli/fd_buffer.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <functional>
#include <ios>
#include <streambuf>
#include <utility>

#include "absl/status/status.h"

namespace minidcos {

FdBuffer::FdBuffer(int fd, size_t size, std::function<void()> on_broken_pipe)
    : fd_(fd), buffer_(size), on_broken_pipe_(std::move(on_broken_pipe)) {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

absl::Status FdBuffer::Flush() {
  WriteOut(pbase(), pptr() - pbase());
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return status_;
}

void FdBuffer::WriteOut(const char* from, size_t size) {
  while (status_.ok() && size > 0) {
    const ssize_t written = write(fd_, from, size);
    if (written >= 0) {
      from += written;
      size -= written;
    } else if (errno != EINTR) {
      const int error = errno;
      // Not a code that promises the user a cure, such as "no such file".
      status_ = absl::UnknownError(std::strerror(error));
      if (error == EPIPE && on_broken_pipe_ != nullptr) on_broken_pipe_();
    }
  }
}

std::streamsize FdBuffer::xsputn(const char* from, std::streamsize size) {
  if (size < static_cast<std::streamsize>(buffer_.size())) {
    return std::streambuf::xsputn(from, size);
  }
  if (!Flush().ok()) return 0;
  WriteOut(from, size);
  return status_.ok() ? size : 0;
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
