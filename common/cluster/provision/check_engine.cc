#include "common/cluster/provision/check_engine.h"

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/options/port_mapping.h"
#include "common/cluster/provision/host_limits.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/near_engine.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Docker 17.06, the least that DC/OS E2E takes.
constexpr DockerClient::ApiVersion kLeastApiVersion = {1, 30};

absl::Status CheckApiVersion(DockerClient::ApiVersion version) {
  if (version >= kLeastApiVersion) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the engine speaks API ", version.major, ".", version.minor,
                   ": nodes need ", kLeastApiVersion.major, ".",
                   kLeastApiVersion.minor, " (Docker 17.06) or later"));
}

// Whether there is room for a new cluster of this id and size.
absl::Status CheckRoom(const Operation& operation,
                       const ClusterOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<Cluster> clusters,
                   FindClusters(operation.ctx, operation.docker));
  int running = 0;
  for (const Cluster& cluster : clusters) {
    if (cluster.id == options.id) {
      return absl::AlreadyExistsError(
          absl::StrCat("cluster '", options.id, "' already exists"));
    }
    for (const Node& node : cluster.nodes())
      running += node.state() == "running";
  }
  const std::optional<int> limit =
      InotifyInstanceLimit(operation.docker.host());
  if (!limit.has_value()) return absl::OkStatus();
  return CheckInotifyInstances(*limit, running, options.nodes());
}

// Whether the ports of `backend` can be had.
absl::Status CheckPorts(const Operation& operation,
                        const DockerBackend& backend) {
  const auto& mappings = backend.one_master_host_port_map;
  if (mappings.empty()) return absl::OkStatus();
  const bool is_local = IsNearEngine(operation.docker.host());
  for (const PortMapping& mapping : mappings) {
    if (is_local || mapping.host_ip != PortMapping().host_ip) continue;
    operation.progress.Warn(absl::StrCat(
        "port ", mapping.container_port, " is published at ", mapping.host_ip,
        " of the engine's machine, where nobody else reaches it: choose "
        "another address by IP:HOST_PORT:CONTAINER_PORT"));
  }
  ASSIGN_OR_RETURN(const docker::ContainerList containers,
                   operation.docker.ListContainers(operation.ctx, {}));
  return CheckPortsFree(mappings, containers, is_local);
}

}  // namespace

absl::StatusOr<DockerClient::ApiVersion> CheckEngine(
    const Operation& operation, const ClusterOptions& options) {
  ASSIGN_OR_RETURN(const DockerClient::ApiVersion version,
                   operation.docker.NegotiatedVersion(operation.ctx));
  RETURN_IF_ERROR(CheckApiVersion(version));
  RETURN_IF_ERROR(CheckRoom(operation, options));
  RETURN_IF_ERROR(CheckPorts(operation, options.backend));
  return version;
}

}  // namespace minidcos
