// How much of the engine's machine a node may use.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_NODE_LIMITS_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_NODE_LIMITS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/docker/engine.pb.h"

namespace minidcos {

// 0 where there is no limit.
struct NodeLimits {
  // Bytes. Swap is no way around it.
  int64_t memory = 0;
  // Of processors: 1.5 is one and a half.
  double cpus = 0;

  bool any() const { return memory != 0 || cpus != 0; }
};

// Reads a size as the docker command does: a number and a unit of b, k, m, g or
// t ("512m", "1.5g", "2G"), powers of 1024; bytes without one.
// kInvalidArgument, naming `text` and the syntax, and for less than 6 MiB,
// which no engine takes.
absl::StatusOr<int64_t> ParseMemory(absl::string_view text);

// Reads a number of processors above 0 ("2", "1.5"). kInvalidArgument, naming
// `text`.
absl::StatusOr<double> ParseCpus(absl::string_view text);

// Sets `limits` in `config`.
void ApplyLimits(const NodeLimits& limits, docker::HostConfig& config);

// Where DC/OS's Mesos agents look for the resources that they offer:
// dcos/dcos, packages/mesos/extra/dcos-mesos-slave.service.
inline constexpr char kMesosResourcesPath[] = "/var/lib/dcos/mesos-resources";

// What is to be there on an agent with `limits`, public or not: an environment
// file with the variable MESOS_RESOURCES. What has no limit Mesos finds out by
// itself. The variable takes the place of DC/OS's own, so that the ports that
// DC/OS offers are in it too.
std::string MesosResources(const NodeLimits& limits, bool is_public);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_NODE_LIMITS_H_
