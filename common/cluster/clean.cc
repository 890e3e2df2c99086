#include "common/cluster/clean.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/clean_plan.h"
#include "common/cluster/cluster.h"
#include "common/cluster/destroy.h"
#include "common/cluster/local_leavings.h"
#include "common/cluster/remove.h"
#include "common/cluster/remove_workspace.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/node/ssh_connection.h"
#include "common/status/annotate.h"

namespace minidcos {
namespace {

constexpr int kAtOnce = 16;

absl::Status RemoveContainer(const Context& ctx, DockerClient& docker,
                             const std::string& id) {
  return docker.RemoveContainer(ctx, id);
}

class Cleaner {
 public:
  Cleaner(const Context& ctx, DockerClient& docker, Progress& progress,
          const std::function<void(absl::string_view)>& removed)
      : ctx_(ctx), docker_(docker), progress_(progress), removed_(removed) {}

  absl::Status Run(const CleanPlan& plan) {
    for (const absl::Status& error : plan.errors) Report(error);
    // Before anything is missed by who works with it.
    for (const Cluster& cluster : plan.workspaces) {
      CondemnWorkspace(cluster.workspace, cluster.id);
    }
    // They may still write into a workspace. Then the workspaces, because the
    // containers' labels are all that tells of them.
    RemoveAll("container", plan.installers, &RemoveContainer);
    for (const Cluster& cluster : plan.workspaces) RemoveWorkspaceOf(cluster);
    RemoveAll("container", plan.containers, &RemoveContainer);
    for (const CleanThing& container : plan.containers) {
      ForgetSshNode(ctx_, container.id);
    }
    RemoveAll("volume", plan.volumes, &RemoveVolumeOnceFree);
    std::set<std::string> networks;
    for (const CleanThing& network : plan.networks) {
      networks.insert(network.id);
    }
    Report(FreeNetworks(ctx_, docker_, networks));
    RemoveAll("network", plan.networks, &RemoveNetworkOnceFree);
    Report(RemoveLocalLeavings(ctx_, plan.local, removed_));
    return first_error_;
  }

 private:
  void RemoveWorkspaceOf(const Cluster& cluster) {
    const bool is_on_disk_only = cluster.nodes().empty();
    // One that was found on this disk is here, whatever the host was called.
    const absl::StatusOr<bool> removed =
        is_on_disk_only
            ? RemoveWorkspaceThroughEngine(ctx_, docker_, cluster.workspace,
                                           cluster.id, cluster.image)
            : DestroyWorkspace(ctx_, docker_, cluster);
    if (removed.ok() && *removed) {
      return removed_(absl::StrCat("workspace ", cluster.workspace));
    }
    if (removed.ok()) return;
    if (is_on_disk_only) return Report(NotOfTheArguments(removed.status()));
    progress_.Warn(removed.status().message());
  }

  void RemoveAll(absl::string_view kind, const std::vector<CleanThing>& things,
                 absl::Status (*remove)(const Context&, DockerClient&,
                                        const std::string&)) {
    const std::vector<absl::Status> statuses = ForEachParallel(
        static_cast<int>(things.size()), kAtOnce,
        [&](int i) { return remove(ctx_, docker_, things[i].id); });
    for (size_t i = 0; i < things.size(); ++i) {
      const std::string& name = things[i].name;
      if (statuses[i].ok()) removed_(absl::StrCat(kind, " ", name));
      if (absl::IsNotFound(statuses[i])) continue;
      Report(Annotate(NotOfTheArguments(statuses[i]),
                      absl::StrCat(kind, " '", name, "'")));
    }
  }

  void Report(const absl::Status& status) {
    if (first_error_.ok()) {
      first_error_ = status;
    } else if (!status.ok() && ctx_.Check().ok() &&
               !absl::IsUnavailable(first_error_)) {
      progress_.Warn(status.message());
    }
  }

  const Context& ctx_;
  DockerClient& docker_;
  Progress& progress_;
  const std::function<void(absl::string_view)>& removed_;
  absl::Status first_error_;
};

}  // namespace

absl::Status Clean(const Context& ctx, DockerClient& docker,
                   const CleanPlan& plan, Progress& progress,
                   const std::function<void(absl::string_view)>& removed) {
  return Cleaner(ctx, docker, progress, removed).Run(plan);
}

}  // namespace minidcos
