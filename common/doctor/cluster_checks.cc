#include "common/doctor/cluster_checks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/clean_plan.h"
#include "common/cluster/cluster.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// More would hide the rest of the report.
constexpr size_t kMostNamed = 4;

std::string Named(const std::vector<std::string>& names) {
  const size_t named = std::min(names.size(), kMostNamed);
  std::string text = absl::StrJoin(names.begin(), names.begin() + named, ", ");
  if (named < names.size()) {
    absl::StrAppend(&text, " and ", names.size() - named, " more");
  }
  return text;
}

}  // namespace

Finding JudgeLeftOvers(const std::vector<std::string>& things) {
  if (things.empty()) return Ok("none");
  return Warning(absl::StrCat("of killed tools: ", Named(things)),
                 "'minidcos clean --stale' removes them");
}

absl::StatusOr<Finding> CheckLeftOvers(Examination& examination) {
  ASSIGN_OR_RETURN(DockerClient* const docker, examination.Engine());
  ASSIGN_OR_RETURN(CleanPlan plan, PlanClean(examination.ctx(), *docker,
                                             {.stale = true}, NoProgress()));
  RETURN_IF_ERROR(FirstError(plan.errors));
  // They take nothing, and may be of nodes of another engine.
  plan.local.ssh_nodes.clear();
  return JudgeLeftOvers(plan.Lines());
}

Finding JudgeSchemas(const std::vector<Cluster>& clusters) {
  std::vector<std::string> newer;
  for (const Cluster& cluster : clusters) {
    if (cluster.schema > kSchemaVersion) newer.push_back(cluster.id);
  }
  if (newer.empty()) {
    return Ok(absl::StrCat("this version can read the labels of all ",
                           clusters.size(), " clusters"));
  }
  return Warning(
      absl::StrCat("a newer minidcos has made ", Named(newer),
                   ": this one lists and destroys, and may misread the rest"),
      "use the minidcos that made them, or a newer one");
}

absl::StatusOr<Finding> CheckSchemas(Examination& examination) {
  ASSIGN_OR_RETURN(DockerClient* const docker, examination.Engine());
  ASSIGN_OR_RETURN(const std::vector<Cluster> clusters,
                   FindClusters(examination.ctx(), *docker));
  return JudgeSchemas(clusters);
}

}  // namespace minidcos
