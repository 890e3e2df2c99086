#include "common/cluster/provision/undo.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/labels.h"
#include "common/cluster/operation.h"
#include "common/cluster/remove.h"
#include "common/cluster/remove_workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::Status RemoveCreated(const Operation& operation,
                           const std::string& word) {
  const EngineFilters filters = {
      {"label", {absl::StrCat(kCreationLabel, "=", word)}}};
  // A create call that was cut short may still have made its container after a
  // look, so that only a look that finds none ends this.
  while (true) {
    ASSIGN_OR_RETURN(
        const docker::ContainerList containers,
        operation.docker.ListContainers(operation.cleanup_ctx, filters));
    if (containers.items().empty()) break;
    std::vector<std::string> ids;
    for (const auto& container : containers.items()) {
      ids.push_back(container.id());
    }
    RETURN_IF_ERROR(
        RemoveContainers(operation.cleanup_ctx, operation.docker, ids));
  }
  ASSIGN_OR_RETURN(
      const docker::VolumeList volumes,
      operation.docker.ListVolumes(operation.cleanup_ctx, filters));
  for (const docker::Volume& volume : volumes.volumes()) {
    const absl::Status removed = RemoveVolumeOnceFree(
        operation.cleanup_ctx, operation.docker, volume.name());
    if (!removed.ok() && !absl::IsNotFound(removed)) return removed;
  }
  return absl::OkStatus();
}

absl::Status Undo(const Operation& operation, const Creation& creation) {
  const std::unique_ptr<Progress::Step> step =
      operation.progress.Begin("Removing what was made");
  const absl::Status workspace =
      RemoveWorkspaceThroughEngine(operation.cleanup_ctx, operation.docker,
                                   creation.workspace.path, creation.cluster_id,
                                   creation.image)
          .status();
  const absl::Status engine = FirstError(
      {RemoveCreated(operation, creation.word),
       RemoveNetworks(operation.cleanup_ctx, operation.docker,
                      {absl::StrCat(kCreationLabel, "=", creation.word)})
           .status()});
  if (engine.ok() && workspace.ok()) {
    step->Done();
    return absl::OkStatus();
  }
  std::vector<std::string> left;
  if (!engine.ok()) {
    left.push_back(absl::StrCat("nodes of cluster '", creation.cluster_id,
                                "' (", engine.message(), ")"));
  }
  if (!workspace.ok()) {
    left.push_back(absl::StrCat("'", creation.workspace.path, "' (",
                                workspace.message(), ")"));
  }
  return absl::UnknownError(
      absl::StrCat("left behind: ", absl::StrJoin(left, ", "),
                   ": 'minidcos clean' removes them"));
}

absl::Status UndoBecause(const Operation& operation, const Creation& creation,
                         const absl::Status& cause) {
  const absl::Status undone = Undo(operation, creation);
  if (undone.ok()) return cause;
  return WithMessage(cause,
                     absl::StrCat(cause.message(), "; ", undone.message()));
}

}  // namespace minidcos
