#include "common/cluster/destroy_clusters.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/cluster/destroy.h"
#include "common/docker/client.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// `ids` without repetitions, in order.
std::vector<std::string> Unique(const std::vector<std::string>& ids) {
  std::set<std::string> seen;
  std::vector<std::string> unique;
  for (const std::string& id : ids) {
    if (seen.insert(id).second) unique.push_back(id);
  }
  return unique;
}

absl::StatusOr<std::map<std::string, Cluster>> FindById(const Context& ctx,
                                                        DockerClient& docker) {
  std::map<std::string, Cluster> by_id;
  ASSIGN_OR_RETURN(std::vector<Cluster> clusters, FindClusters(ctx, docker));
  for (Cluster& cluster : clusters) {
    by_id[cluster.id] = std::move(cluster);
  }
  return by_id;
}

absl::Status Destroy(const Context& ctx, DockerClient& docker,
                     const Cluster& cluster, Progress& progress) {
  const std::unique_ptr<Progress::Step> step =
      progress.Begin(absl::StrCat("Destroying cluster '", cluster.id, "'"));
  RETURN_IF_ERROR(
      Annotate(DestroyCluster(ctx, docker, cluster, progress),
               absl::StrCat("destroying cluster '", cluster.id, "'")));
  step->Done();
  return absl::OkStatus();
}

std::string NoSuch(const std::vector<std::string>& unknown) {
  return absl::StrCat(
      unknown.size() == 1 ? "no such cluster: '" : "no such clusters: '",
      absl::StrJoin(unknown, "', '"), "'");
}

}  // namespace

absl::Status DestroyClusters(
    const Context& ctx, DockerClient& docker,
    const std::vector<std::string>& ids, MissingCluster missing,
    Progress& progress,
    const std::function<void(absl::string_view)>& destroyed) {
  std::vector<std::string> unknown;
  std::vector<absl::Status> statuses;
  ASSIGN_OR_RETURN(const auto clusters, FindById(ctx, docker));
  for (const std::string& id : Unique(ids)) {
    const auto found = clusters.find(id);
    if (found == clusters.end()) {
      // A destroy that was killed may have left what nodes were on, and a
      // create that was killed what it had before it made one.
      const absl::StatusOr<bool> remains = DestroyRemains(ctx, docker, id);
      if (!remains.ok()) {
        statuses.push_back(
            Annotate(NotOfTheArguments(remains.status()),
                     absl::StrCat("destroying cluster '", id, "'")));
      } else if (*remains) {
        destroyed(id);
      } else {
        unknown.push_back(id);
      }
      continue;
    }
    statuses.push_back(Destroy(ctx, docker, found->second, progress));
    if (statuses.back().ok()) destroyed(id);
  }
  RETURN_IF_ERROR(FirstError(statuses));
  if (unknown.empty()) return absl::OkStatus();
  if (missing == MissingCluster::kIsAnError) {
    return absl::NotFoundError(NoSuch(unknown));
  }
  progress.Warn(NoSuch(unknown));
  return absl::OkStatus();
}

}  // namespace minidcos
