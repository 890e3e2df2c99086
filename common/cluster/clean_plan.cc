#include "common/cluster/clean_plan.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/process_id.h"
#include "common/base/progress.h"
#include "common/cluster/clean_choice.h"
#include "common/cluster/cluster.h"
#include "common/cluster/labels.h"
#include "common/cluster/lease/is_kept.h"
#include "common/cluster/local_leavings.h"
#include "common/cluster/mac_network_labels.h"
#include "common/cluster/sidecar_labels.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

using Labels = google::protobuf::Map<std::string, std::string>;
using Thing = CleanPlan::Thing;

struct Group {
  CleanCandidate candidate;
  CleanPlan parts;
  // Until its parts have told more.
  bool expiry_is_told = false;
};

std::string LabelOf(const Labels& labels, const std::string& name) {
  const auto found = labels.find(name);
  return found == labels.end() ? "" : found->second;
}

// Sidecars are of no cluster. An image of ours hands its own labels on to what
// a user runs of it, so that not every label that begins like ours counts.
bool IsOurs(const Labels& labels) {
  return labels.contains(kClusterIdLabel) ||
         labels.contains(kSidecarNameLabel) || labels.contains(kSchemaLabel);
}

std::string NameOf(const docker::ContainerSummary& container) {
  if (container.names_size() == 0) return container.id();
  return std::string(absl::StripPrefix(container.names(0), "/"));
}

absl::Time TimeOf(const Labels& labels, const std::string& name) {
  absl::Time time;
  return absl::ParseTime(absl::RFC3339_full, LabelOf(labels, name), &time,
                         /*err=*/nullptr)
             ? time
             : absl::InfiniteFuture();
}

class Planner {
 public:
  Planner(const Context& ctx, DockerClient& docker,
          const CleanConditions& conditions, Progress& progress)
      : ctx_(ctx),
        docker_(docker),
        conditions_(conditions),
        progress_(progress) {}

  absl::StatusOr<CleanPlan> Run() {
    ASSIGN_OR_RETURN(const std::vector<Cluster> clusters,
                     FindClusters(ctx_, docker_));
    ASSIGN_OR_RETURN(const docker::ContainerList containers,
                     docker_.ListContainers(ctx_, {}));
    for (const Cluster& cluster : clusters) AddCluster(cluster);
    AddContainers(containers);
    AddVolumes(docker_.ListVolumes(ctx_, {}));
    AddNetworks(docker_.ListNetworks(ctx_, {}));
    AddWorkspaces();
    AddInstallers(containers);
    for (auto& [key, group] : groups_) ChooseGroup(group);
    // Of no cluster.
    if (conditions_.cluster_id.empty()) {
      plan_.local =
          FindLocalLeavings(containers, absl::Now() - conditions_.older_than);
    }
    return std::move(plan_);
  }

 private:
  Group& GroupOfCluster(const std::string& cluster_id) {
    Group& group = groups_[cluster_id];
    group.candidate.cluster_id = cluster_id;
    return group;
  }

  // No cluster's id begins with a slash.
  Group& GroupOf(const Labels& labels, const std::string& id) {
    const std::string cluster_id = LabelOf(labels, kClusterIdLabel);
    Group& group =
        groups_[cluster_id.empty() ? absl::StrCat("/", id) : cluster_id];
    CleanCandidate& candidate = group.candidate;
    candidate.cluster_id = cluster_id;
    const std::string creator = LabelOf(labels, kCreatorLabel);
    // A sidecar is to outlive its own.
    if (!creator.empty() && !labels.contains(kSidecarNameLabel)) {
      candidate.creators.insert(creator);
    }
    const std::string owner = LabelOf(labels, kOwnerLabel);
    if (!owner.empty()) candidate.owners.insert(owner);
    candidate.created =
        std::min(candidate.created, TimeOf(labels, kCreatedLabel));
    const absl::Time expires = TimeOf(labels, kExpiresLabel);
    candidate.expires =
        group.expiry_is_told ? std::max(candidate.expires, expires) : expires;
    group.expiry_is_told = true;
    return group;
  }

  void AddCluster(const Cluster& cluster) {
    clusters_.emplace(cluster.id, cluster);
    Group& group = GroupOfCluster(cluster.id);
    group.candidate.created = cluster.created;
    if (!cluster.workspace.empty()) group.parts.workspaces.push_back(cluster);
  }

  void AddContainers(const docker::ContainerList& containers) {
    for (const docker::ContainerSummary& container : containers.items()) {
      // Of no cluster either, it stays until destroy-mac-network.
      if (container.labels().contains(kMacNetworkLabel)) continue;
      const std::string name = NameOf(container);
      const bool has_prefix =
          !conditions_.unlabelled_prefix.empty() &&
          absl::StartsWith(name,
                           absl::StrCat(conditions_.unlabelled_prefix, "-"));
      if (!IsOurs(container.labels()) && !has_prefix) continue;
      Group& group = GroupOf(container.labels(), container.id());
      group.parts.containers.push_back({container.id(), name});
      if (group.candidate.created == absl::InfiniteFuture()) {
        group.candidate.created = absl::FromUnixSeconds(container.created());
      }
      for (const docker::MountPoint& mount : container.mounts()) {
        if (mount.type() == "volume") mounted_.insert(mount.name());
      }
    }
  }

  void AddVolumes(const absl::StatusOr<docker::VolumeList>& volumes) {
    if (!volumes.ok()) return plan_.errors.push_back(volumes.status());
    for (const docker::Volume& volume : volumes->volumes()) {
      if (!IsOurs(volume.labels())) continue;
      GroupOf(volume.labels(), volume.name())
          .parts.volumes.push_back({volume.name(), volume.name(),
                                    mounted_.count(volume.name()) > 0});
    }
  }

  // Those of ours alone: users make networks, and may label them as they like.
  void AddNetworks(const absl::StatusOr<docker::NetworkList>& networks) {
    if (!networks.ok()) return plan_.errors.push_back(networks.status());
    for (const docker::Network& network : networks->items()) {
      if (!network.labels().contains(kSchemaLabel)) continue;
      GroupOf(network.labels(), network.id())
          .parts.networks.push_back({network.id(), network.name()});
    }
  }

  // The workspaces on this disk of this engine's clusters that no label tells
  // of: those of creates that were killed before they had made a container.
  void AddWorkspaces() {
    for (const FoundWorkspace& workspace : FindWorkspaces()) {
      if (workspace.engine_host != docker_.host()) continue;
      Group& group = GroupOfCluster(workspace.cluster_id);
      group.candidate.creators.insert(workspace.creator);
      group.candidate.created =
          std::min(group.candidate.created, workspace.created);
      const auto known = clusters_.find(workspace.cluster_id);
      if (known != clusters_.end() &&
          known->second.workspace == workspace.path) {
        continue;
      }
      Cluster cluster;
      cluster.id = workspace.cluster_id;
      cluster.workspace = workspace.path;
      cluster.creator = workspace.creator;
      group.parts.workspaces.push_back(std::move(cluster));
    }
  }

  void AddInstallers(const docker::ContainerList& containers) {
    std::map<std::string, Group*> by_name;
    for (auto& [key, group] : groups_) {
      if (group.candidate.cluster_id.empty()) continue;
      by_name[InstallerContainer(group.candidate.cluster_id)] = &group;
    }
    for (const docker::ContainerSummary& container : containers.items()) {
      const auto found = by_name.find(NameOf(container));
      if (found == by_name.end() || IsOurs(container.labels())) continue;
      found->second->parts.installers.push_back({container.id(), found->first});
    }
  }

  void ChooseGroup(Group& group) {
    // Only what is looked at is asked about.
    const std::string& id = group.candidate.cluster_id;
    const auto cluster = clusters_.find(id);
    if (conditions_.any() && cluster != clusters_.end() &&
        (conditions_.cluster_id.empty() || conditions_.cluster_id == id)) {
      LookAt(cluster->second, group.candidate);
    }
    const CleanChoice choice =
        Choose(conditions_, group.candidate, absl::Now());
    if (choice == CleanChoice::kTake) Take(group.parts);
    if (choice == CleanChoice::kLeaveToItsCreate && !id.empty()) {
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

  void Take(CleanPlan& parts) {
    const auto take = [](auto& from, auto& to) {
      std::move(from.begin(), from.end(), std::back_inserter(to));
    };
    take(parts.installers, plan_.installers);
    take(parts.workspaces, plan_.workspaces);
    take(parts.containers, plan_.containers);
    take(parts.volumes, plan_.volumes);
    take(parts.networks, plan_.networks);
  }

  const Context& ctx_;
  DockerClient& docker_;
  const CleanConditions& conditions_;
  Progress& progress_;
  std::map<std::string, Cluster> clusters_;
  std::map<std::string, Group> groups_;
  // The volumes that containers of ours have.
  std::set<std::string> mounted_;
  CleanPlan plan_;
};

}  // namespace

std::vector<std::string> CleanPlan::Lines() const {
  std::vector<std::string> lines;
  const auto add = [&lines](absl::string_view kind,
                            const std::vector<Thing>& things) {
    for (const Thing& thing : things) {
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
