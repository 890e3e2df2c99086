// Ports of the first master that are published on the engine's machine:
// "[IP:]HOST_PORT:CONTAINER_PORT", TCP.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_PORT_MAPPING_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_PORT_MAPPING_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/docker/engine.pb.h"

namespace minidcos {

struct PortMapping {
  // Of the engine's machine: IPv4 or IPv6. Nodes should not be within reach of
  // a whole network unless that is asked for.
  std::string host_ip = "127.0.0.1";
  // 0: the engine chooses one that is free.
  int host_port = 0;
  int container_port = 0;
};

// Reads "[IP:]HOST_PORT:CONTAINER_PORT"; an IPv6 address is in brackets.
// kInvalidArgument, naming `text`, what is wrong with it and the syntax.
absl::StatusOr<PortMapping> ParsePortMapping(absl::string_view text);

// OK if one node can have all of `mappings`. kInvalidArgument for a number that
// is no port, one container port twice and one host port twice.
absl::Status CheckPortMappings(const std::vector<PortMapping>& mappings);

// OK if none of `mappings` needs a port that is taken, as far as that can be
// told beforehand: by one of `containers`, or, if `is_local`, by a program of
// this machine. kFailedPrecondition names it and who has it.
absl::Status CheckPortsFree(const std::vector<PortMapping>& mappings,
                            const docker::ContainerList& containers,
                            bool is_local);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_PORT_MAPPING_H_
