#include "common/cluster/remove.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/cluster/mac_network_labels.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/ssh_connection.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// The engine removes in parallel; beyond this many it gains nothing.
constexpr int kAtOnce = 16;

// How long a volume or a network may still be in use.
constexpr absl::Duration kPatience = absl::Seconds(5);
constexpr absl::Duration kInterval = absl::Milliseconds(20);

absl::Status RemoveOnceFree(const Context& ctx,
                            const std::function<absl::Status()>& remove) {
  const Context limit = ctx.WithTimeout(kPatience);
  while (true) {
    const absl::Status status = remove();
    const bool in_use = absl::StrContains(status.message(), "is in use") ||
                        absl::StrContains(status.message(), "active endpoints");
    if (!in_use || !limit.WaitFor(kInterval).ok()) return status;
  }
}

}  // namespace

absl::Status RemoveContainers(const Context& ctx, DockerClient& docker,
                              const std::vector<std::string>& ids) {
  return FirstError(ForEachParallel(
      static_cast<int>(ids.size()), kAtOnce, [&](int i) -> absl::Status {
        const absl::Status status = docker.RemoveContainer(ctx, ids[i]);
        if (!status.ok() && !absl::IsNotFound(status)) return status;
        ForgetSshNode(ctx, ids[i]);
        return absl::OkStatus();
      }));
}

absl::Status RemoveVolumeOnceFree(const Context& ctx, DockerClient& docker,
                                  const std::string& name) {
  return RemoveOnceFree(ctx, [&] { return docker.RemoveVolume(ctx, name); });
}

absl::Status RemoveNetworkOnceFree(const Context& ctx, DockerClient& docker,
                                   const std::string& id) {
  return RemoveOnceFree(ctx, [&] { return docker.RemoveNetwork(ctx, id); });
}

absl::Status FreeNetworks(const Context& ctx, DockerClient& docker,
                          const std::set<std::string>& ids) {
  if (ids.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const docker::ContainerList containers,
                   docker.ListContainers(ctx, {{"label", {kMacNetworkLabel}}}));
  std::vector<absl::Status> statuses;
  for (const docker::ContainerSummary& container : containers.items()) {
    for (const auto& [name, endpoint] :
         container.network_settings().networks()) {
      if (ids.count(endpoint.network_id()) == 0) continue;
      statuses.push_back(
          docker.DisconnectNetwork(ctx, endpoint.network_id(), container.id()));
    }
  }
  return FirstError(statuses);
}

absl::StatusOr<int> RemoveNetworks(const Context& ctx, DockerClient& docker,
                                   const std::vector<std::string>& labels) {
  ASSIGN_OR_RETURN(const docker::NetworkList networks,
                   docker.ListNetworks(ctx, {{"label", labels}}));
  std::set<std::string> ids;
  for (const docker::Network& network : networks.items()) {
    ids.insert(network.id());
  }
  std::vector<absl::Status> statuses = {FreeNetworks(ctx, docker, ids)};
  for (const docker::Network& network : networks.items()) {
    const absl::Status status =
        RemoveNetworkOnceFree(ctx, docker, network.id());
    statuses.push_back(absl::IsNotFound(status) ? absl::OkStatus() : status);
  }
  RETURN_IF_ERROR(FirstError(statuses));
  return networks.items_size();
}

absl::StatusOr<int> RemoveVolumes(const Context& ctx, DockerClient& docker,
                                  const std::vector<std::string>& labels) {
  ASSIGN_OR_RETURN(const docker::VolumeList volumes,
                   docker.ListVolumes(ctx, {{"label", labels}}));
  std::vector<absl::Status> statuses;
  for (const docker::Volume& volume : volumes.volumes()) {
    const absl::Status status =
        RemoveVolumeOnceFree(ctx, docker, volume.name());
    statuses.push_back(absl::IsNotFound(status) ? absl::OkStatus() : status);
  }
  RETURN_IF_ERROR(FirstError(statuses));
  return volumes.volumes_size();
}

}  // namespace minidcos
