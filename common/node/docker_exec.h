// Commands on nodes through the engine's exec calls; needs no docker CLI.

#ifndef MINIDCOS_COMMON_NODE_DOCKER_EXEC_H_
#define MINIDCOS_COMMON_NODE_DOCKER_EXEC_H_

#include <memory>

#include "common/docker/client.h"
#include "common/node/transport.h"

namespace minidcos {

// `docker` must outlive the transport.
std::shared_ptr<Transport> NewDockerExecTransport(DockerClient& docker);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_DOCKER_EXEC_H_
