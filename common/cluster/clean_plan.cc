#include "common/cluster/clean_plan.h"

#include <unistd.h>

#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/process_id.h"
#include "common/base/progress.h"
#include "common/cluster/clean_choice.h"
#include "common/cluster/clean_groups.h"
#include "common/cluster/cluster.h"
#include "common/cluster/lease/is_kept.h"
#include "common/cluster/local_leavings.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

class Planner {
 public:
  Planner(const Context& ctx, DockerClient& docker,
          const CleanConditions& conditions, Progress& progress)
      : ctx_(ctx),
        docker_(docker),
        conditions_(conditions),
        progress_(progress) {}

  absl::StatusOr<CleanPlan> Run() {
    ASSIGN_OR_RETURN(
        CleanGroups found,
        FindCleanGroups(ctx_, docker_, conditions_.unlabelled_prefix));
    plan_.errors = std::move(found.errors);
    for (CleanGroup& group : found.groups) ChooseGroup(group);
    AddInstallers(found.containers);
    // Of no cluster.
    if (conditions_.cluster_id.empty()) {
      plan_.local = FindLocalLeavings(
          found.containers,
          absl::Now() - conditions_.older_than.value_or(absl::ZeroDuration()));
    }
    return std::move(plan_);
  }

 private:
  void ChooseGroup(CleanGroup& group) {
    // Only what is looked at is asked about.
    const std::string& id = group.candidate.cluster_id;
    if (conditions_.any() && !group.cluster.id.empty() &&
        (conditions_.cluster_id.empty() || conditions_.cluster_id == id)) {
      LookAt(group.cluster, group.candidate);
    }
    const CleanChoice choice =
        Choose(conditions_, group.candidate, absl::Now());
    if (!id.empty()) {
      goes_wholly_.emplace(id, true).first->second &=
          choice == CleanChoice::kTake;
    }
    if (choice == CleanChoice::kTake) Take(group);
    if (choice == CleanChoice::kLeaveToItsCreate && !id.empty() &&
        left_to_creates_.insert(id).second) {
      progress_.Note(absl::StrCat("cluster '", id,
                                  "' may still be being made: it is left"));
    }
  }

  // Where the engine cannot tell, what makes the cluster stay.
  void LookAt(const Cluster& cluster, CleanCandidate& candidate) {
    const bool may_be_kept = conditions_.stale && !candidate.owners.empty();
    if (may_be_kept && IsKept(ctx_, docker_, cluster)) candidate.owners.clear();
    const absl::StatusOr<bool> is_complete = IsComplete(ctx_, docker_, cluster);
    candidate.is_complete = is_complete.value_or(conditions_.stale);
    // One that is not found somebody else removes.
    if (!is_complete.ok() && !absl::IsNotFound(is_complete.status())) {
      plan_.errors.push_back(is_complete.status());
    }
  }

  void Take(CleanGroup& group) {
    const auto take = [](auto& from, auto& to) {
      std::move(from.begin(), from.end(), std::back_inserter(to));
    };
    if (!group.cluster.workspace.empty()) {
      plan_.workspaces.push_back(std::move(group.cluster));
    }
    take(group.workspaces, plan_.workspaces);
    take(group.containers, plan_.containers);
    take(group.volumes, plan_.volumes);
    take(group.networks, plan_.networks);
  }

  // Their names tell the id alone: one goes when nothing of that id stays.
  void AddInstallers(const docker::ContainerList& containers) {
    std::set<std::string> names;
    for (const auto& [id, goes] : goes_wholly_) {
      if (goes) names.insert(InstallerContainer(id));
    }
    for (const docker::ContainerSummary& container : containers.items()) {
      const std::string name = ContainerName(container);
      if (names.count(name) == 0 || HasLabelOfOurs(container.labels())) {
        continue;
      }
      plan_.installers.push_back({container.id(), name});
    }
  }

  const Context& ctx_;
  DockerClient& docker_;
  const CleanConditions& conditions_;
  Progress& progress_;
  // By cluster id: whether all groups of it go.
  std::map<std::string, bool> goes_wholly_;
  std::set<std::string> left_to_creates_;
  CleanPlan plan_;
};

}  // namespace

std::vector<std::string> CleanPlan::Lines() const {
  std::vector<std::string> lines;
  const auto add = [&lines](absl::string_view kind,
                            const std::vector<CleanThing>& things) {
    for (const CleanThing& thing : things) {
      if (thing.goes_with_container) continue;
      lines.push_back(absl::StrCat(kind, " ", thing.name));
    }
  };
  add("container", installers);
  for (const Cluster& cluster : workspaces) {
    const bool is_here =
        cluster.creator.empty() || IsOnThisHost(cluster.creator);
    if (!is_here || access(cluster.workspace.c_str(), F_OK) != 0) continue;
    lines.push_back(absl::StrCat("workspace ", cluster.workspace));
  }
  add("container", containers);
  add("volume", volumes);
  add("network", networks);
  const std::vector<std::string> more = local.Lines();
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

absl::StatusOr<CleanPlan> PlanClean(const Context& ctx, DockerClient& docker,
                                    const CleanConditions& conditions,
                                    Progress& progress) {
  return Planner(ctx, docker, conditions, progress).Run();
}

}  // namespace minidcos
