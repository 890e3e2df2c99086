// Removes what is labelled ours, whatever has made or left it.
//
//   ASSIGN_OR_RETURN(const CleanPlan plan,
//                    PlanClean(ctx, docker, conditions, progress));
//   RETURN_IF_ERROR(Clean(ctx, docker, plan, progress, removed));

#ifndef MINIDCOS_COMMON_CLUSTER_CLEAN_H_
#define MINIDCOS_COMMON_CLUSTER_CLEAN_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/clean_plan.h"
#include "common/docker/client.h"

namespace minidcos {

// Removes what `plan` names, running or not; what is gone meanwhile is no
// error. A create whose cluster it is notices, and ends (IsCondemned()). Calls
// `removed` with a line of CleanPlan::Lines() for each thing that is gone.
//
// Goes on after an error, and returns the first; the others are warnings, and
// so is a workspace that is on another machine or does not look like one: it is
// left.
absl::Status Clean(const Context& ctx, DockerClient& docker,
                   const CleanPlan& plan, Progress& progress,
                   const std::function<void(absl::string_view)>& removed);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_CLEAN_H_
