#include "common/docker/host.h"

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace minidcos {
namespace {

constexpr absl::string_view kDefaultHost = "unix:///var/run/docker.sock";
constexpr int kDefaultPort = 2375;
constexpr size_t kMaxSocketPath = 107;

absl::Status NotAHost(absl::string_view host, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(
      "not an address of a Docker engine: '", host, "': ", reason));
}

absl::StatusOr<EngineHost> UnixHost(const std::string& host,
                                    absl::string_view path) {
  if (!absl::StartsWith(path, "/")) {
    return NotAHost(host, "the socket's path is not absolute");
  }
  if (path.size() > kMaxSocketPath) {
    return NotAHost(host, "the socket's path is longer than 107 characters");
  }
  return EngineHost{.name = host,
                    .unix_socket = std::string(path),
                    .base_url = "http://localhost"};
}

absl::StatusOr<EngineHost> TcpHost(const std::string& host,
                                   absl::string_view address) {
  address = absl::StripSuffix(address, "/");
  if (address.empty() || absl::StrContains(address, "/") ||
      absl::StrContains(address, "@")) {
    return NotAHost(host, "expected tcp://HOST:PORT");
  }
  // The colons of an IPv6 address are inside brackets.
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos || absl::EndsWith(address, "]")) {
    return EngineHost{
        .name = host,
        .unix_socket = "",
        .base_url = absl::StrCat("http://", address, ":", kDefaultPort)};
  }
  int port = 0;
  if (colon == 0 || !absl::SimpleAtoi(address.substr(colon + 1), &port) ||
      port < 1 || port > 65535) {
    return NotAHost(host, "expected tcp://HOST:PORT");
  }
  return EngineHost{.name = host,
                    .unix_socket = "",
                    .base_url = absl::StrCat("http://", address)};
}

}  // namespace

absl::StatusOr<EngineHost> ParseEngineHost(const std::string& host) {
  absl::string_view rest = host;
  if (absl::ConsumePrefix(&rest, "unix://")) return UnixHost(host, rest);
  if (absl::ConsumePrefix(&rest, "tcp://")) return TcpHost(host, rest);
  return NotAHost(host, "only unix:// and tcp:// are supported");
}

std::string DefaultEngineHost() {
  const char* host = std::getenv("DOCKER_HOST");
  return host == nullptr || *host == '\0' ? std::string(kDefaultHost) : host;
}

}  // namespace minidcos
