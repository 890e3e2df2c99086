#include "common/cluster/remove_workspace.h"

#include <filesystem>
#include <string>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/base/temporary_folder.h"
#include "common/cluster/labels.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kWorkspaceMount[] = "/workspace";

// Empties the folder `path` as root, but for what is in the way of nobody: a
// folder serve in it, which is emptied, and what tells that it is a workspace.
absl::Status EmptyThroughEngine(const Context& ctx, DockerClient& docker,
                                const std::string& image,
                                const std::string& path) {
  docker::CreateContainerRequest request;
  request.set_image(image);
  request.add_entrypoint("find");
  for (const char* word : {kWorkspaceMount, "-mindepth", "1"}) {
    request.add_cmd(word);
  }
  for (const char* kept : {"serve", "minidcos-cluster", "ssh", "ssh/*"}) {
    request.add_cmd("!");
    request.add_cmd("-path");
    request.add_cmd(absl::StrCat(kWorkspaceMount, "/", kept));
  }
  request.add_cmd("-delete");
  auto& labels = *request.mutable_labels();
  labels[kSchemaLabel] = absl::StrCat(kSchemaVersion);
  labels[kCreatorLabel] = ThisProcess();
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

absl::Status EmptyHere(const Workspace& workspace) {
  for (const std::string& folder : {workspace.serve(), workspace.genconf()}) {
    std::error_code error;
    for (const auto& entry :
         std::filesystem::directory_iterator(folder, error)) {
      if (entry.path() == workspace.serve()) continue;
      RETURN_IF_ERROR(RemoveTree(entry.path().string()));
    }
    if (error) return ErrnoStatus(error.value(), folder);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> RemoveWorkspaceThroughEngine(const Context& ctx,
                                                  DockerClient& docker,
                                                  const std::string& path,
                                                  absl::string_view cluster_id,
                                                  const std::string& image) {
  const absl::StatusOr<bool> removed = RemoveWorkspace(path, cluster_id);
  if (!absl::IsPermissionDenied(removed.status()) || image.empty()) {
    return removed;
  }
  // Root is about to empty it: it must not have become another folder.
  absl::Status emptied = CheckRemovable(path, cluster_id);
  if (emptied.ok()) emptied = EmptyThroughEngine(ctx, docker, image, path);
  // Somebody else has removed it.
  if (absl::IsNotFound(CheckRemovable(path, cluster_id))) return false;
  RETURN_IF_ERROR(emptied);
  RETURN_IF_ERROR(RemoveFolderAtOnce(path));
  return true;
}

absl::Status EmptyGenconf(const Context& ctx, DockerClient& docker,
                          const Workspace& workspace,
                          const std::string& image) {
  const absl::Status emptied = EmptyHere(workspace);
  if (!absl::IsPermissionDenied(emptied)) return emptied;
  RETURN_IF_ERROR(EmptyThroughEngine(ctx, docker, image, workspace.genconf()));
  return EmptyHere(workspace);
}

}  // namespace minidcos
