#include "common/docker/host.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/docker/ssh_dial_command.h"
#include "common/docker/ssh_gateway.h"
#include "common/http/http_connection.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kPlainPort = 2375;
constexpr int kTlsPort = 2376;
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
                    .connection = {.unix_socket = std::string(path)},
                    .base_url = "http://localhost"};
}

// `name` without brackets or port.
bool IsLoopback(absl::string_view name) {
  return name == "localhost" || name == "[::1]" ||
         (absl::StartsWith(name, "127.") &&
          name.find_first_not_of("0123456789.") == absl::string_view::npos);
}

absl::StatusOr<EngineHost> TcpHost(const std::string& host,
                                   absl::string_view address,
                                   const std::optional<HttpTls>& tls) {
  address = absl::StripSuffix(address, "/");
  if (address.empty() || absl::StrContains(address, "/") ||
      absl::StrContains(address, "@")) {
    return NotAHost(host, "expected tcp://HOST:PORT");
  }
  absl::string_view name = address;
  int port = tls.has_value() ? kTlsPort : kPlainPort;
  // The colons of an IPv6 address are inside brackets.
  const size_t colon = address.rfind(':');
  if (colon != absl::string_view::npos && !absl::EndsWith(address, "]")) {
    name = address.substr(0, colon);
    if (name.empty() || !absl::SimpleAtoi(address.substr(colon + 1), &port) ||
        port < 1 || port > 65535) {
      return NotAHost(host, "expected tcp://HOST:PORT");
    }
  }
  return EngineHost{
      .name = host,
      .connection = {.tls = tls},
      .base_url = absl::StrCat(tls.has_value() ? "https" : "http", "://", name,
                               ":", port),
      .is_trusted = IsLoopback(name) || (tls.has_value() && tls->verify)};
}

absl::StatusOr<EngineHost> SshHost(const std::string& host,
                                   absl::string_view address) {
  absl::StatusOr<std::vector<std::string>> command = SshDialCommand(address);
  if (!command.ok()) return NotAHost(host, command.status().message());
  ASSIGN_OR_RETURN(std::shared_ptr<SshGateway> gateway,
                   SshGateway::Open(*std::move(command)));
  return EngineHost{.name = host,
                    .connection = {.unix_socket = gateway->socket()},
                    .base_url = "http://localhost",
                    .gateway = std::move(gateway)};
}

absl::StatusOr<EngineHost> Parse(const std::string& host,
                                 const std::optional<HttpTls>& tls) {
  absl::string_view rest = host;
  if (absl::ConsumePrefix(&rest, "unix://")) return UnixHost(host, rest);
  if (absl::ConsumePrefix(&rest, "ssh://")) return SshHost(host, rest);
  if (absl::ConsumePrefix(&rest, "tcp://") || !absl::StrContains(rest, "://")) {
    return TcpHost(host, rest, tls);
  }
  if (absl::StartsWith(host, "npipe://")) {
    return NotAHost(host, "named pipes are for programs of Windows");
  }
  return NotAHost(host, "expected unix://, tcp:// or ssh://");
}

}  // namespace

absl::StatusOr<EngineHost> ParseEngineHost(const std::string& host,
                                           const std::optional<HttpTls>& tls) {
  absl::StatusOr<EngineHost> parsed = Parse(host, tls);
  if (parsed.ok()) parsed->environment = {{"DOCKER_HOST", host}};
  return parsed;
}

}  // namespace minidcos
