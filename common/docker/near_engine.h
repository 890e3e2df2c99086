// Where an engine is, by its address.

#ifndef MINIDCOS_COMMON_DOCKER_NEAR_ENGINE_H_
#define MINIDCOS_COMMON_DOCKER_NEAR_ENGINE_H_

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// Whether the engine at `host`, a DockerClient::host(), is on this machine, or
// in a virtual one of it: whether it is reached by a socket in the file system.
inline bool IsNearEngine(absl::string_view host) {
  return absl::StartsWith(host, "unix://");
}

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCKER_NEAR_ENGINE_H_
