#include "tools/list/list.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/base/parallel.h"
#include "common/cli/table.h"
#include "common/cli/text.h"
#include "common/cluster/cluster.h"
#include "common/cluster/cluster_state.h"
#include "common/dcos/version.h"
#include "common/docker/client.h"
#include "common/status/status_macros.h"
#include "tools/list/list.pb.h"

namespace minidcos {
namespace {

constexpr int kAtOnce = 8;

struct FoundCluster {
  Cluster cluster;
  ClusterState state;
};

absl::StatusOr<std::vector<FoundCluster>> FindWithStates(const Context& ctx,
                                                         DockerClient& docker) {
  ASSIGN_OR_RETURN(std::vector<Cluster> clusters, FindClusters(ctx, docker));
  const int count = static_cast<int>(clusters.size());
  std::vector<absl::StatusOr<ClusterState>> states(count);
  ForEachParallel(count, kAtOnce, [&](int i) {
    states[i] = FindClusterState(ctx, docker, clusters[i]);
    return absl::OkStatus();
  });
  std::vector<FoundCluster> found;
  for (int i = 0; i < count; ++i) {
    // It was destroyed meanwhile.
    if (absl::IsNotFound(states[i].status())) continue;
    RETURN_IF_ERROR(states[i].status());
    found.push_back({std::move(clusters[i]), *states[i]});
  }
  return found;
}

ListedCluster Describe(const Context& ctx, const FoundCluster& found) {
  const Cluster& cluster = found.cluster;
  ListedCluster listed;
  listed.set_agents(static_cast<int>(cluster.agents.size()));
  listed.set_created(UtcTime(cluster.created));
  listed.set_distribution(cluster.distribution);
  if (cluster.expires < absl::InfiniteFuture()) {
    listed.set_expires(UtcTime(cluster.expires));
  }
  listed.set_id(cluster.id);
  listed.set_image(cluster.image);
  listed.set_masters(static_cast<int>(cluster.masters.size()));
  listed.set_public_agents(static_cast<int>(cluster.public_agents.size()));
  listed.set_state(std::string(ClusterStateName(found.state)));
  // No command reaches a node that may still be booting.
  if (found.state == ClusterState::kCreating) return listed;
  const absl::StatusOr<DcosBuildInfo> info =
      FindBuildInfo(ctx, cluster.masters);
  if (info.ok()) listed.set_dcos_version(info->version);
  return listed;
}

std::string Age(const ListedCluster& cluster, absl::Time now) {
  absl::Time created;
  return absl::ParseTime(absl::RFC3339_full, cluster.created(), &created,
                         /*err=*/nullptr)
             ? ShortAge(now - created)
             : "";
}

std::string Expiry(const ListedCluster& cluster, absl::Time now) {
  absl::Time expires;
  if (!absl::ParseTime(absl::RFC3339_full, cluster.expires(), &expires,
                       /*err=*/nullptr)) {
    return "never";
  }
  return expires <= now ? "expired"
                        : absl::StrCat("in ", ShortAge(expires - now));
}

}  // namespace

absl::Status ListClusters(const Context& ctx, DockerClient& docker,
                          std::ostream& out) {
  ASSIGN_OR_RETURN(const std::vector<FoundCluster> clusters,
                   FindWithStates(ctx, docker));
  for (const FoundCluster& found : clusters) {
    if (found.state != ClusterState::kCreating) out << found.cluster.id << '\n';
  }
  return absl::OkStatus();
}

absl::StatusOr<ListReport> DescribeClusters(const Context& ctx,
                                            DockerClient& docker,
                                            absl::Duration patience) {
  ASSIGN_OR_RETURN(const std::vector<FoundCluster> clusters,
                   FindWithStates(ctx, docker));
  const int count = static_cast<int>(clusters.size());
  std::vector<ListedCluster> listed(count);
  ForEachParallel(count, kAtOnce, [&](int i) {
    listed[i] = Describe(ctx.WithTimeout(patience), clusters[i]);
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(ctx.Check());
  ListReport report;
  report.mutable_clusters()->Assign(listed.begin(), listed.end());
  return report;
}

void WriteTable(const ListReport& report, absl::Time now, std::ostream& out) {
  if (report.clusters().empty()) return;
  const bool any_expires = std::any_of(
      report.clusters().begin(), report.clusters().end(),
      [](const auto& cluster) { return !cluster.expires().empty(); });
  std::vector<std::vector<std::string>> rows = {
      {"ID", "AGE", "SIZE", "STATE", "DC/OS"}};
  if (any_expires) rows[0].insert(rows[0].begin() + 4, "EXPIRES");
  for (const ListedCluster& cluster : report.clusters()) {
    rows.push_back({cluster.id(), Age(cluster, now),
                    absl::StrCat(cluster.masters(), "+", cluster.agents(), "+",
                                 cluster.public_agents()),
                    cluster.state(), cluster.dcos_version()});
    if (!any_expires) continue;
    rows.back().insert(rows.back().begin() + 4, Expiry(cluster, now));
  }
  out << Table(rows);
}

absl::Status WriteJson(const ListReport& report, std::ostream& out) {
  ASSIGN_OR_RETURN(const std::string json, ToPrettyJson(report));
  out << json;
  return absl::OkStatus();
}

}  // namespace minidcos
