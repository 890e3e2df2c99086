// One connected stream socket with a read buffer. Blocking; never raises
// SIGPIPE.

#ifndef MINIDCOS_TESTING_HTTP_SERVER_SOCKET_CONNECTION_H_
#define MINIDCOS_TESTING_HTTP_SERVER_SOCKET_CONNECTION_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace minidcos {

class SocketConnection {
 public:
  // Takes `fd`.
  explicit SocketConnection(int fd) : fd_(fd) {}
  ~SocketConnection();
  SocketConnection(const SocketConnection&) = delete;
  SocketConnection& operator=(const SocketConnection&) = delete;

  // What comes before the next `delimiter`, which is read and dropped. None if
  // the peer ends first or more than `at_most` bytes come without it.
  std::optional<std::string> ReadUntil(absl::string_view delimiter,
                                       size_t at_most);

  // The next `size` bytes; fewer only if the peer ends first.
  std::string ReadExactly(size_t size);

  // What has come, waiting for something; empty at the end.
  std::string ReadSome();

  // Sends all of `bytes`. False if the peer is gone.
  bool Write(absl::string_view bytes);

  // Tells the peer that no more comes.
  void ShutdownWrite();

  // Ends both directions: a read under way in another thread returns.
  void Shutdown();

 private:
  bool Fill();

  const int fd_;
  std::string buffer_;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_HTTP_SERVER_SOCKET_CONNECTION_H_
