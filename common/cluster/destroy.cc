#include "common/cluster/destroy.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/process_id.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/cluster/labels.h"
#include "common/cluster/remove.h"
#include "common/cluster/remove_workspace.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/node/node.h"

namespace minidcos {
absl::StatusOr<bool> DestroyWorkspace(const Context& ctx, DockerClient& docker,
                                      const Cluster& cluster) {
  if (cluster.workspace.empty()) return false;
  if (!cluster.creator.empty() && !IsOnThisHost(cluster.creator)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "'", cluster.workspace, "' is on another machine: it is left"));
  }
  return RemoveWorkspaceThroughEngine(ctx, docker, cluster.workspace,
                                      cluster.id, cluster.image);
}

absl::Status DestroyNode(const Context& ctx, DockerClient& docker,
                         const Node& node) {
  return RemoveContainers(ctx, docker, {node.container_id()});
}

absl::Status DestroyCluster(const Context& ctx, DockerClient& docker,
                            const Cluster& cluster, Progress& progress) {
  if (cluster.id.empty()) {
    return absl::FailedPreconditionError(
        "nodes that were put together cannot be destroyed as a cluster");
  }
  CondemnWorkspace(cluster.workspace, cluster.id);
  // First what may still write into the workspace: the installer's container,
  // where a create was killed while it ran. Then the workspace, because the
  // nodes' labels are all that tells of it.
  const absl::Status installer =
      RemoveContainers(ctx, docker, {InstallerContainer(cluster.id)});
  const absl::Status workspace =
      DestroyWorkspace(ctx, docker, cluster).status();
  if (!workspace.ok()) progress.Warn(workspace.message());
  std::vector<std::string> ids;
  for (const Node& node : cluster.nodes()) ids.push_back(node.container_id());
  const absl::Status nodes = RemoveContainers(ctx, docker, ids);
  // Of containers that went while the engine was killed.
  const std::string label = absl::StrCat(kClusterIdLabel, "=", cluster.id);
  const absl::Status volumes = RemoveVolumes(ctx, docker, label);
  if (cluster.network.empty()) return FirstError({nodes, volumes, installer});
  const absl::Status networks = RemoveNetworks(ctx, docker, label);
  return FirstError({nodes, volumes, networks, installer});
}

}  // namespace minidcos
