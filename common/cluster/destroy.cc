#include "common/cluster/destroy.h"

#include <string>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/cluster/labels.h"
#include "common/cluster/remove.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kWorkspaceMount[] = "/workspace";

// Empties the folder `path` as root, through a container: an installer's
// container has written there as root, which an ordinary user cannot remove.
absl::Status EmptyThroughEngine(const Context& ctx, DockerClient& docker,
                                const std::string& image,
                                const std::string& path) {
  docker::CreateContainerRequest request;
  request.set_image(image);
  request.add_entrypoint("find");
  for (const char* word : {kWorkspaceMount, "-mindepth", "1", "-delete"}) {
    request.add_cmd(word);
  }
  (*request.mutable_labels())[kSchemaLabel] = absl::StrCat(kSchemaVersion);
  request.mutable_host_config()->set_network_mode("none");
  docker::Mount& mount = *request.mutable_host_config()->add_mounts();
  mount.set_type("bind");
  mount.set_source(path);
  mount.set_target(kWorkspaceMount);
  ASSIGN_OR_RETURN(const docker::CreateContainerResponse container,
                   docker.CreateContainer(ctx, "", request));
  const absl::Cleanup remover = [&] {
    docker.RemoveContainer(ctx, container.id()).IgnoreError();
  };
  RETURN_IF_ERROR(docker.StartContainer(ctx, container.id()));
  return docker.WaitContainer(ctx, container.id()).status();
}

}  // namespace

absl::StatusOr<bool> DestroyWorkspace(const Context& ctx, DockerClient& docker,
                                      const Cluster& cluster) {
  if (cluster.workspace.empty()) return false;
  if (!cluster.creator.empty() && !IsOnThisHost(cluster.creator)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "'", cluster.workspace, "' is on another machine: it is left"));
  }
  const absl::StatusOr<bool> removed =
      RemoveWorkspace(cluster.workspace, cluster.id);
  if (!absl::IsPermissionDenied(removed.status())) return removed;
  RETURN_IF_ERROR(
      EmptyThroughEngine(ctx, docker, cluster.image, cluster.workspace));
  RETURN_IF_ERROR(RemoveTree(cluster.workspace));
  return true;
}

absl::Status DestroyCluster(const Context& ctx, DockerClient& docker,
                            const Cluster& cluster, Progress& progress) {
  // First, because the containers' labels are all that tells of it.
  const absl::Status workspace =
      DestroyWorkspace(ctx, docker, cluster).status();
  if (!workspace.ok()) progress.Warn(workspace.message());
  std::vector<std::string> ids;
  for (const Node& node : cluster.nodes()) ids.push_back(node.container_id());
  // Left where a create was killed while it ran; else there is none.
  ids.push_back(InstallerContainer(cluster.id));
  return RemoveContainers(ctx, docker, ids);
}

}  // namespace minidcos
