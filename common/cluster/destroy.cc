#include "common/cluster/destroy.h"

#include <string>
#include <utility>
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
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// What we have made for the cluster `id`: users may label volumes and networks
// of theirs as they like, but not with the schema.
std::vector<std::string> LabelsOfOurs(const std::string& id) {
  return {absl::StrCat(kClusterIdLabel, "=", id), kSchemaLabel};
}

}  // namespace

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
  std::vector<std::string> labels = LabelsOfOurs(cluster.id);
  // DC/OS E2E has no schema, and makes no networks.
  if (cluster.schema == 0) labels.pop_back();
  const absl::Status volumes = RemoveVolumes(ctx, docker, labels).status();
  if (cluster.network.empty()) return FirstError({nodes, volumes, installer});
  const absl::Status networks = RemoveNetworks(ctx, docker, labels).status();
  return FirstError({nodes, volumes, networks, installer});
}

absl::StatusOr<bool> DestroyRemains(const Context& ctx, DockerClient& docker,
                                    const std::string& id) {
  std::vector<FoundWorkspace> workspaces;
  bool is_being_made = false;
  for (FoundWorkspace& workspace : FindWorkspaces()) {
    if (workspace.cluster_id != id || workspace.engine_host != docker.host()) {
      continue;
    }
    if (IsDead(workspace.creator)) {
      workspaces.push_back(std::move(workspace));
    } else {
      is_being_made = true;
    }
  }
  std::vector<absl::Status> statuses;
  // It may still write into a workspace. Without one, a container of that name
  // is somebody else's.
  if (!workspaces.empty() && !is_being_made) {
    statuses.push_back(RemoveContainers(ctx, docker, {InstallerContainer(id)}));
  }
  for (const FoundWorkspace& workspace : workspaces) {
    statuses.push_back(RemoveWorkspaceThroughEngine(ctx, docker, workspace.path,
                                                    id, workspace.image)
                           .status());
  }
  const absl::StatusOr<int> volumes =
      RemoveVolumes(ctx, docker, LabelsOfOurs(id));
  const absl::StatusOr<int> networks =
      RemoveNetworks(ctx, docker, LabelsOfOurs(id));
  statuses.push_back(volumes.status());
  statuses.push_back(networks.status());
  RETURN_IF_ERROR(FirstError(statuses));
  return !workspaces.empty() || *volumes + *networks > 0;
}

}  // namespace minidcos
