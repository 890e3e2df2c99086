// A stream buffer on a file descriptor that remembers how writing failed, which
// std::cout's does not, and waits for a reader that has stopped reading no
// longer than its work may go on.
//
//   FdBuffer buffer(STDOUT_FILENO, 4096, ctx);
//   std::ostream out(&buffer);

#ifndef MINIDCOS_COMMON_CLI_FD_BUFFER_H_
#define MINIDCOS_COMMON_CLI_FD_BUFFER_H_

#include <cstddef>
#include <functional>
#include <ios>
#include <streambuf>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"

namespace minidcos {

class FdBuffer : public std::streambuf {
 public:
  // Writes to `fd`, which stays the caller's, in pieces of at least `size`
  // bytes. Once `ctx` has ended, only what a pipe or terminal takes at once.
  // `on_broken_pipe` is called once if nobody reads any more (EPIPE).
  FdBuffer(int fd, size_t size, const Context& ctx,
           std::function<void()> on_broken_pipe = nullptr);
  ~FdBuffer() override;
  FdBuffer(const FdBuffer&) = delete;
  FdBuffer& operator=(const FdBuffer&) = delete;

  // Another end of the work.
  void set_context(const Context& ctx) { ctx_ = ctx; }

  // Writes what is buffered. The first error of any write since the beginning,
  // as kUnknown with the system's words, or the context's; after it everything
  // is dropped.
  absl::Status Flush();

 private:
  int overflow(int c) override;
  int sync() override;
  // What is larger than the buffer is written without it.
  std::streamsize xsputn(const char* from, std::streamsize size) override;

  void WriteOut(const char* from, size_t size);
  void OnError(int error);

  const int fd_;
  // Of the same pipe or terminal, but never blocks; -1 if there is none.
  const int own_fd_;
  Context ctx_;
  std::vector<char> buffer_;
  const std::function<void()> on_broken_pipe_;
  absl::Status status_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_FD_BUFFER_H_
