#include "common/cli/fd_buffer.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <functional>
#include <ios>
#include <streambuf>
#include <utility>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/cli/open_again.h"

namespace minidcos {

FdBuffer::FdBuffer(int fd, size_t size, const Context& ctx,
                   std::function<void()> on_broken_pipe)
    : fd_(fd),
      own_fd_(OpenAgainToWrite(fd)),
      ctx_(ctx),
      buffer_(size),
      on_broken_pipe_(std::move(on_broken_pipe)) {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

FdBuffer::~FdBuffer() {
  if (own_fd_ >= 0) close(own_fd_);
}

absl::Status FdBuffer::Flush() {
  WriteOut(pbase(), pptr() - pbase());
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return status_;
}

void FdBuffer::WriteOut(const char* from, size_t size) {
  const int fd = own_fd_ >= 0 ? own_fd_ : fd_;
  while (status_.ok() && size > 0) {
    const ssize_t written = write(fd, from, size);
    if (written >= 0) {
      from += written;
      size -= written;
    } else if (errno != EAGAIN) {
      OnError(errno);
    } else {
      status_ = ctx_.Check();
      pollfd fds[] = {{.fd = fd, .events = POLLOUT, .revents = 0},
                      {.fd = ctx_.cancel_fd(), .events = POLLIN, .revents = 0}};
      if (status_.ok()) poll(fds, 2, ctx_.PollTimeout());
    }
  }
}

void FdBuffer::OnError(int error) {
  if (error == EINTR) return;
  // Not a code that promises the user a cure, such as "no such file".
  status_ = absl::UnknownError(std::strerror(error));
  if (error == EPIPE && on_broken_pipe_ != nullptr) on_broken_pipe_();
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
