#include "testing/sample_dcos/node/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/status/status_macros.h"
#include "testing/http_server/socket_connection.h"

namespace minidcos::sample {
namespace {

constexpr size_t kMaxHead = size_t{1} << 20;

using Connection = std::unique_ptr<SocketConnection>;

absl::Status Unavailable(const HttpCall& call, absl::string_view why) {
  return absl::UnavailableError(absl::StrCat(call.address, ": ", why));
}

// Sending's time-out holds for connecting too (socket(7)).
void SetTimeouts(int fd, absl::Duration timeout) {
  const timeval value = absl::ToTimeval(timeout);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof(value));
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &value, sizeof(value));
}

absl::StatusOr<Connection> ConnectTo(const HttpCall& call,
                                     const sockaddr* address, socklen_t size) {
  const int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return Unavailable(call, std::strerror(errno));
  auto connection = std::make_unique<SocketConnection>(fd);
  SetTimeouts(fd, call.timeout);
  if (connect(fd, address, size) != 0) {
    return Unavailable(call, std::strerror(errno));
  }
  return connection;
}

absl::StatusOr<Connection> Connect(const HttpCall& call) {
  absl::string_view name = call.address;
  if (absl::ConsumePrefix(&name, "unix:")) {
    sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = {}};
    name.copy(address.sun_path, sizeof(address.sun_path) - 1);
    return ConnectTo(call, reinterpret_cast<const sockaddr*>(&address),
                     sizeof(address));
  }
  const std::pair<std::string, std::string> parts = absl::StrSplit(name, ':');
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  uint32_t port = 0;
  if (inet_pton(AF_INET, parts.first.c_str(), &address.sin_addr) != 1 ||
      !absl::SimpleAtoi(parts.second, &port)) {
    return Unavailable(call, "no address");
  }
  address.sin_port = htons(static_cast<uint16_t>(port));
  return ConnectTo(call, reinterpret_cast<const sockaddr*>(&address),
                   sizeof(address));
}

std::string RequestText(const HttpCall& call) {
  std::string text = absl::StrCat(
      call.method, " ", call.target, " HTTP/1.1\r\nHost: ", call.address,
      "\r\nConnection: close\r\nContent-Length: ", call.body.size(), "\r\n");
  for (const auto& [name, value] : call.headers) {
    absl::StrAppend(&text, name, ": ", value, "\r\n");
  }
  return absl::StrCat(text, "\r\n", call.body);
}

// The status line and the headers. False if they are no HTTP.
bool ParseHead(absl::string_view head, HttpAnswer& answer) {
  const std::vector<absl::string_view> lines = absl::StrSplit(head, "\r\n");
  const std::vector<absl::string_view> words = absl::StrSplit(lines[0], ' ');
  if (words.size() < 2 || !absl::SimpleAtoi(words[1], &answer.status)) {
    return false;
  }
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> field =
        absl::StrSplit(lines[i], absl::MaxSplits(':', 1));
    answer.headers[absl::AsciiStrToLower(field.first)] =
        std::string(absl::StripAsciiWhitespace(field.second));
  }
  return true;
}

}  // namespace

absl::StatusOr<HttpAnswer> CallHttp(const HttpCall& call) {
  ASSIGN_OR_RETURN(const Connection connection, Connect(call));
  connection->Write(RequestText(call));
  const std::optional<std::string> head =
      connection->ReadUntil("\r\n\r\n", kMaxHead);
  HttpAnswer answer;
  if (!head.has_value() || !ParseHead(*head, answer)) {
    return Unavailable(call, "no HTTP answer");
  }
  size_t size = 0;
  if (!absl::SimpleAtoi(answer.headers["content-length"], &size)) size = 0;
  if (call.method != "HEAD") answer.body = connection->ReadExactly(size);
  if (call.method != "HEAD" && answer.body.size() < size) {
    return Unavailable(call, "the answer was cut short");
  }
  return answer;
}

}  // namespace minidcos::sample
