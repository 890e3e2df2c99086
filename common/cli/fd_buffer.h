// A stream buffer on a file descriptor that remembers how writing failed, which
// std::cout's does not.
//
//   FdBuffer buffer(STDOUT_FILENO, 4096);
//   std::ostream out(&buffer);

#ifndef MINIDCOS_COMMON_CLI_FD_BUFFER_H_
#define MINIDCOS_COMMON_CLI_FD_BUFFER_H_

#include <cstddef>
#include <functional>
#include <ios>
#include <streambuf>
#include <vector>

#include "absl/status/status.h"

namespace minidcos {

class FdBuffer : public std::streambuf {
 public:
  // Writes to `fd`, which stays the caller's, in pieces of at least `size`
  // bytes.
  // `on_broken_pipe` is called once if nobody reads any more (EPIPE).
  FdBuffer(int fd, size_t size, std::function<void()> on_broken_pipe = nullptr);
  FdBuffer(const FdBuffer&) = delete;
  FdBuffer& operator=(const FdBuffer&) = delete;

  // Writes what is buffered. The first error of any write since the beginning,
  // as kUnknown with the system's words; after it everything is dropped.
  absl::Status Flush();

 private:
  int overflow(int c) override;
  int sync() override;
  // What is larger than the buffer is written without it.
  std::streamsize xsputn(const char* from, std::streamsize size) override;

  void WriteOut(const char* from, size_t size);

  const int fd_;
  std::vector<char> buffer_;
  const std::function<void()> on_broken_pipe_;
  absl::Status status_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_FD_BUFFER_H_
