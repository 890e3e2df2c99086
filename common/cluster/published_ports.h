// Where the ports of a node can be reached from outside.

#ifndef MINIDCOS_COMMON_CLUSTER_PUBLISHED_PORTS_H_
#define MINIDCOS_COMMON_CLUSTER_PUBLISHED_PORTS_H_

#include <string>
#include <vector>

#include "common/docker/engine.pb.h"

namespace minidcos {

struct PublishedPort {
  int container_port = 0;
  // "tcp", "udp" or "sctp".
  std::string protocol;
  // The address on the engine's machine, "0.0.0.0" or "::" for all of them.
  std::string host_ip;
  int host_port = 0;
};

// What the engine publishes of `container`, by port, protocol and address: none
// while it is stopped.
std::vector<PublishedPort> PublishedPorts(
    const docker::ContainerDetails& container);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PUBLISHED_PORTS_H_
