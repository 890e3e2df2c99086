// How to reach a Docker engine.

#ifndef MINIDCOS_COMMON_DOCKER_HOST_H_
#define MINIDCOS_COMMON_DOCKER_HOST_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/docker/ssh_gateway.h"
#include "common/http/http_connection.h"

namespace minidcos {

struct EngineHost {
  // As the user would give it: "unix:///var/run/docker.sock".
  std::string name;
  HttpConnectionOptions connection;
  // What the paths of the API are appended to: "http://127.0.0.1:2375".
  std::string base_url;
  // Set if it is behind ssh: what listens on the socket.
  std::shared_ptr<SshGateway> gateway;
  // The API version to speak, such as "1.41"; empty for one that suits both.
  std::string api_version;
  // Whether nobody else can be taken for it: it is on this machine, is reached
  // by ssh, or proves by TLS who it is.
  bool is_trusted = true;
  // What makes the docker command use it.
  std::map<std::string, std::string> environment;
};

// Reads "unix:///var/run/docker.sock", "tcp://127.0.0.1:2376" (with `tls` by
// TLS; port 2376, or 2375 without, if none is given; "tcp://" may be missing)
// or "ssh://[USER@]HOST[:PORT][/SOCKET]". kInvalidArgument, naming `host`, for
// anything else.
absl::StatusOr<EngineHost> ParseEngineHost(
    const std::string& host, const std::optional<HttpTls>& tls = std::nullopt);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_HOST_H_
