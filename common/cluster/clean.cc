#include "common/cluster/clean.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/cluster/destroy.h"
#include "common/cluster/labels.h"
#include "common/cluster/sidecar_labels.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/ssh_connection.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr const char* kLabelsOfOurs[] = {kClusterIdLabel, kSidecarNameLabel,
                                         kSchemaLabel};
constexpr int kAtOnce = 16;

// id -> name
using Things = std::map<std::string, std::string>;

class Cleaner {
 public:
  Cleaner(const Context& ctx, DockerClient& docker, Progress& progress,
          const std::function<void(absl::string_view)>& removed)
      : ctx_(ctx), docker_(docker), progress_(progress), removed_(removed) {}

  absl::Status Run() {
    ASSIGN_OR_RETURN(const std::vector<Cluster> clusters,
                     FindClusters(ctx_, docker_));
    ASSIGN_OR_RETURN(const Things containers, FindContainers());
    const std::vector<FoundWorkspace> workspaces = FindOnDisk();
    Things installers;
    for (const Cluster& cluster : clusters) {
      AddInstaller(cluster.id, installers);
    }
    for (const FoundWorkspace& workspace : workspaces) {
      AddInstaller(workspace.cluster_id, installers);
    }
    // They may still write into a workspace. Then the workspaces, because the
    // containers' labels are all that tells of them.
    RemoveAll("container", installers, &DockerClient::RemoveContainer);
    for (const Cluster& cluster : clusters) RemoveWorkspaceOf(cluster);
    RemoveAll("container", containers, &DockerClient::RemoveContainer);
    for (const auto& [id, name] : containers) ForgetSshNode(ctx_, id);
    RemoveRest(workspaces);
    RemoveAll("volume", FindVolumes(), &DockerClient::RemoveVolume);
    RemoveAll("network", FindNetworks(), &DockerClient::RemoveNetwork);
    return FirstError(errors_);
  }

 private:
  absl::StatusOr<Things> FindContainers() {
    Things found;
    for (const char* label : kLabelsOfOurs) {
      ASSIGN_OR_RETURN(const docker::ContainerList list,
                       docker_.ListContainers(ctx_, {{"label", {label}}}));
      for (const docker::ContainerSummary& container : list.items()) {
        const absl::string_view name =
            container.names_size() > 0 ? container.names(0) : container.id();
        found[container.id()] = std::string(absl::StripPrefix(name, "/"));
      }
    }
    return found;
  }

  absl::StatusOr<Things> FindVolumes() {
    Things found;
    for (const char* label : kLabelsOfOurs) {
      ASSIGN_OR_RETURN(const docker::VolumeList list,
                       docker_.ListVolumes(ctx_, {{"label", {label}}}));
      for (const auto& volume : list.volumes())
        found[volume.name()] = volume.name();
    }
    return found;
  }

  absl::StatusOr<Things> FindNetworks() {
    Things found;
    ASSIGN_OR_RETURN(const docker::NetworkList list,
                     docker_.ListNetworks(ctx_, {{"label", {kSchemaLabel}}}));
    for (const auto& network : list.items())
      found[network.id()] = network.name();
    return found;
  }

  static void AddInstaller(const std::string& cluster_id, Things& installers) {
    installers[InstallerContainer(cluster_id)] = InstallerContainer(cluster_id);
  }

  void RemoveWorkspaceOf(const Cluster& cluster) {
    const absl::StatusOr<bool> removed =
        DestroyWorkspace(ctx_, docker_, cluster);
    if (!removed.ok()) return progress_.Warn(removed.status().message());
    if (*removed) Removed("workspace", cluster.workspace);
  }

  // The workspaces on this disk of this engine's clusters, those of creates
  // that were killed before they had made a container among them.
  std::vector<FoundWorkspace> FindOnDisk() {
    std::vector<FoundWorkspace> found;
    for (const FoundWorkspace& workspace : FindWorkspaces()) {
      if (workspace.engine_host == docker_.host()) found.push_back(workspace);
    }
    return found;
  }

  // Removes those that no cluster's label has told of.
  void RemoveRest(const std::vector<FoundWorkspace>& workspaces) {
    for (const FoundWorkspace& workspace : workspaces) {
      const absl::StatusOr<bool> removed =
          RemoveWorkspace(workspace.path, workspace.cluster_id);
      if (removed.ok() && *removed) Removed("workspace", workspace.path);
      errors_.push_back(removed.status());
    }
  }

  void RemoveAll(absl::string_view kind, const absl::StatusOr<Things>& things,
                 absl::Status (DockerClient::*remove)(const Context&,
                                                      const std::string&)) {
    if (!things.ok()) return errors_.push_back(things.status());
    const std::vector<Things::value_type> list(things->begin(), things->end());
    const std::vector<absl::Status> statuses = ForEachParallel(
        static_cast<int>(list.size()), kAtOnce,
        [&](int i) { return (docker_.*remove)(ctx_, list[i].first); });
    for (size_t i = 0; i < list.size(); ++i) {
      if (absl::IsNotFound(statuses[i])) continue;
      if (statuses[i].ok()) Removed(kind, list[i].second);
      errors_.push_back(statuses[i]);
    }
  }

  void Removed(absl::string_view kind, absl::string_view name) {
    removed_(absl::StrCat(kind, " ", name));
  }

  const Context& ctx_;
  DockerClient& docker_;
  Progress& progress_;
  const std::function<void(absl::string_view)>& removed_;
  std::vector<absl::Status> errors_;
};

}  // namespace

absl::Status Clean(const Context& ctx, DockerClient& docker, Progress& progress,
                   const std::function<void(absl::string_view)>& removed) {
  return Cleaner(ctx, docker, progress, removed).Run();
}

}  // namespace minidcos
