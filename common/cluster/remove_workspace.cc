#include "common/cluster/remove_workspace.h"

#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/labels.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kWorkspaceMount[] = "/workspace";

// Empties the folder `path` as root.
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

absl::StatusOr<bool> RemoveWorkspaceThroughEngine(const Context& ctx,
                                                  DockerClient& docker,
                                                  const std::string& path,
                                                  absl::string_view cluster_id,
                                                  const std::string& image) {
  const absl::StatusOr<bool> removed = RemoveWorkspace(path, cluster_id);
  if (!absl::IsPermissionDenied(removed.status())) return removed;
  RETURN_IF_ERROR(EmptyThroughEngine(ctx, docker, image, path));
  RETURN_IF_ERROR(RemoveTree(path));
  return true;
}

}  // namespace minidcos
