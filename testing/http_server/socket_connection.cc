#include "testing/http_server/socket_connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace minidcos {

SocketConnection::~SocketConnection() { close(fd_); }

std::optional<std::string> SocketConnection::ReadUntil(
    absl::string_view delimiter, size_t at_most) {
  size_t searched = 0;
  while (true) {
    const size_t found =
        buffer_.find(delimiter.data(), searched, delimiter.size());
    if (found != std::string::npos) {
      std::string head = buffer_.substr(0, found);
      buffer_.erase(0, found + delimiter.size());
      return head;
    }
    if (buffer_.size() > at_most) return std::nullopt;
    if (buffer_.size() >= delimiter.size()) {
      searched = buffer_.size() - delimiter.size() + 1;
    }
    if (!Fill()) return std::nullopt;
  }
}

std::string SocketConnection::ReadExactly(size_t size) {
  while (buffer_.size() < size && Fill()) {
  }
  std::string bytes = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return bytes;
}

std::string SocketConnection::ReadSome() {
  if (buffer_.empty()) Fill();
  return std::exchange(buffer_, "");
}

bool SocketConnection::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    bytes.remove_prefix(sent);
  }
  return true;
}

void SocketConnection::ShutdownWrite() { shutdown(fd_, SHUT_WR); }

void SocketConnection::Shutdown() { shutdown(fd_, SHUT_RDWR); }

bool SocketConnection::Fill() {
  char bytes[65536];
  while (true) {
    const ssize_t got = recv(fd_, bytes, sizeof(bytes), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    buffer_.append(bytes, got);
    return true;
  }
}

}  // namespace minidcos
