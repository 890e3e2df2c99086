// What a clean is to remove: found first, so that it can be shown before
// anything is gone.

#ifndef MINIDCOS_COMMON_CLUSTER_CLEAN_PLAN_H_
#define MINIDCOS_COMMON_CLUSTER_CLEAN_PLAN_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/clean_choice.h"
#include "common/cluster/clean_groups.h"
#include "common/cluster/cluster.h"
#include "common/cluster/local_leavings.h"
#include "common/docker/client.h"

namespace minidcos {

struct CleanPlan {
  // Of DC/OS installers, which may still write into a workspace.
  std::vector<CleanThing> installers;
  // Clusters whose workspace is to go. Of one that has no containers any more,
  // only what its workspace tells is known.
  std::vector<Cluster> workspaces;
  std::vector<CleanThing> containers;
  std::vector<CleanThing> volumes;
  std::vector<CleanThing> networks;
  LocalLeavings local;
  // Why there may be more.
  std::vector<absl::Status> errors;

  // "container NAME", "volume NAME", "network NAME", "workspace PATH" or what
  // LocalLeavings has for each thing that is to go, in the order in which it
  // will.
  std::vector<std::string> Lines() const;
};

// Finds every container, volume and network with a label of ours or of DC/OS
// E2E's (clean_groups.h), the installer's containers of those clusters, which
// have no label, by their exact names, the workspaces on this machine of
// clusters of this engine, and what tools that are gone have left here for
// themselves; chooses among them by `conditions`. Tells `progress` of a cluster
// that is left only because it may still be being made, except with `stale`.
// Fails if the engine cannot list containers; what else it cannot tell is in
// the plan's errors.
absl::StatusOr<CleanPlan> PlanClean(const Context& ctx, DockerClient& docker,
                                    const CleanConditions& conditions,
                                    Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_CLEAN_PLAN_H_
