// The DockerClient that speaks HTTP to an engine.
//
//   ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
//                    ConnectToEngine());

#ifndef MINIDCOS_COMMON_DOCKER_ENGINE_CLIENT_H_
#define MINIDCOS_COMMON_DOCKER_ENGINE_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/engine_choice.h"
#include "common/docker/client.h"

namespace minidcos {

// A client of the engine at `host`, an address as DOCKER_HOST has it; nothing
// else of the environment counts, and tcp is plain. Sends nothing yet.
// kInvalidArgument if it is no such address.
absl::StatusOr<std::unique_ptr<DockerClient>> NewEngineClient(
    const std::string& host);

// A client of the user's engine: find_engine.h says which that is, and when
// there is none. Sends nothing yet.
absl::StatusOr<std::unique_ptr<DockerClient>> ConnectToEngine(
    const EngineChoice& choice);

// The same for a program without flags: the environment alone says which, and,
// by kAllowInsecureVariable, whether one that does not prove who it is will do.
absl::StatusOr<std::unique_ptr<DockerClient>> ConnectToEngine();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_ENGINE_CLIENT_H_
