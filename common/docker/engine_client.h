// The DockerClient that speaks HTTP to an engine.
//
//   ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
//                    ConnectToEngine());

#ifndef MINIDCOS_COMMON_DOCKER_ENGINE_CLIENT_H_
#define MINIDCOS_COMMON_DOCKER_ENGINE_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/docker/client.h"

namespace minidcos {

// A client of the engine at `host`: "unix:///var/run/docker.sock" or
// "tcp://127.0.0.1:2375". Sends nothing yet. kInvalidArgument if it is no such
// address.
absl::StatusOr<std::unique_ptr<DockerClient>> NewEngineClient(
    const std::string& host);

// A client of the user's engine: $DOCKER_HOST, else the default socket. Sends
// nothing yet.
absl::StatusOr<std::unique_ptr<DockerClient>> ConnectToEngine();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_ENGINE_CLIENT_H_
