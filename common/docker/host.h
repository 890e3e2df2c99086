// Where the Docker engine is.

#ifndef MINIDCOS_COMMON_DOCKER_HOST_H_
#define MINIDCOS_COMMON_DOCKER_HOST_H_

#include <string>

#include "absl/status/statusor.h"

namespace minidcos {

struct EngineHost {
  // As the user would give it: "unix:///var/run/docker.sock".
  std::string name;
  // Its socket; empty for TCP.
  std::string unix_socket;
  // What the paths of the API are appended to: "http://127.0.0.1:2375".
  std::string base_url;
};

// Reads "unix:///var/run/docker.sock" or "tcp://127.0.0.1:2375" (port 2375 if
// none is given). kInvalidArgument, naming `host`, for anything else.
absl::StatusOr<EngineHost> ParseEngineHost(const std::string& host);

// $DOCKER_HOST, else "unix:///var/run/docker.sock".
std::string DefaultEngineHost();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_HOST_H_
