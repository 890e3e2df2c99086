#include "common/cluster/clean_groups.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/clean_choice.h"
#include "common/cluster/cluster.h"
#include "common/cluster/labels.h"
#include "common/cluster/mac_network_labels.h"
#include "common/cluster/sidecar_labels.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

using Labels = google::protobuf::Map<std::string, std::string>;

std::string LabelOf(const Labels& labels, const std::string& name) {
  const auto found = labels.find(name);
  return found == labels.end() ? "" : found->second;
}

absl::Time TimeOf(const Labels& labels, const std::string& name) {
  absl::Time time;
  return absl::ParseTime(absl::RFC3339_full, LabelOf(labels, name), &time,
                         /*err=*/nullptr)
             ? time
             : absl::InfiniteFuture();
}

class Finder {
 public:
  Finder(const Context& ctx, DockerClient& docker,
         const std::string& unlabelled_prefix)
      : ctx_(ctx), docker_(docker), unlabelled_prefix_(unlabelled_prefix) {}

  absl::StatusOr<CleanGroups> Run() {
    ASSIGN_OR_RETURN(const std::vector<Cluster> clusters,
                     FindClusters(ctx_, docker_));
    ASSIGN_OR_RETURN(found_.containers, docker_.ListContainers(ctx_, {}));
    for (const docker::ContainerSummary& container :
         found_.containers.items()) {
      AddContainer(container);
    }
    for (const Cluster& cluster : clusters) AddNodes(cluster);
    AddVolumes(docker_.ListVolumes(ctx_, {}));
    AddNetworks(docker_.ListNetworks(ctx_, {}));
    AddWorkspaces();
    for (auto& [key, group] : groups_) {
      found_.groups.push_back(std::move(group));
    }
    return std::move(found_);
  }

 private:
  // No cluster's id begins with a slash, and none has one.
  static std::string KeyOf(const Labels& labels, const std::string& id) {
    const std::string cluster_id = LabelOf(labels, kClusterIdLabel);
    if (cluster_id.empty()) return absl::StrCat("/", id);
    return absl::StrCat(cluster_id, "/", LabelOf(labels, kCreationLabel));
  }

  CleanGroup& GroupOf(const Labels& labels, const std::string& id) {
    CleanGroup& group = groups_[KeyOf(labels, id)];
    CleanCandidate& candidate = group.candidate;
    candidate.cluster_id = LabelOf(labels, kClusterIdLabel);
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

  void AddContainer(const docker::ContainerSummary& container) {
    // Of no cluster either, it stays until destroy-mac-network.
    if (container.labels().contains(kMacNetworkLabel)) return;
    const std::string name = ContainerName(container);
    const bool has_prefix =
        !unlabelled_prefix_.empty() &&
        absl::StartsWith(name, absl::StrCat(unlabelled_prefix_, "-"));
    if (!HasLabelOfOurs(container.labels()) && !has_prefix) return;
    CleanGroup& group = GroupOf(container.labels(), container.id());
    group.containers.push_back({container.id(), name});
    if (group.candidate.created == absl::InfiniteFuture()) {
      group.candidate.created = absl::FromUnixSeconds(container.created());
    }
    for (const docker::MountPoint& mount : container.mounts()) {
      if (mount.type() == "volume") mounted_.insert(mount.name());
    }
    by_container_[container.id()] = &group;
    const std::string workspace = LabelOf(container.labels(), kWorkspaceLabel);
    if (workspace.empty()) return;
    group.cluster.id = group.candidate.cluster_id;
    group.cluster.workspace = workspace;
    group.cluster.creator = LabelOf(container.labels(), kCreatorLabel);
    group.cluster.image = container.image();
  }

  // What is of one id may be of several creates.
  void AddNodes(const Cluster& cluster) {
    for (auto nodes :
         {&Cluster::masters, &Cluster::agents, &Cluster::public_agents}) {
      for (const Node& node : cluster.*nodes) {
        const auto group = by_container_.find(node.container_id());
        // Else it is gone meanwhile.
        if (group == by_container_.end()) continue;
        Cluster& part = group->second->cluster;
        part.id = cluster.id;
        part.schema = cluster.schema;
        (part.*nodes).push_back(node);
      }
    }
  }

  void AddVolumes(const absl::StatusOr<docker::VolumeList>& volumes) {
    if (!volumes.ok()) return found_.errors.push_back(volumes.status());
    for (const docker::Volume& volume : volumes->volumes()) {
      if (!HasLabelOfOurs(volume.labels())) continue;
      GroupOf(volume.labels(), volume.name())
          .volumes.push_back({volume.name(), volume.name(),
                              mounted_.count(volume.name()) > 0});
    }
  }

  // Those of ours alone: users make networks, and may label them as they like.
  void AddNetworks(const absl::StatusOr<docker::NetworkList>& networks) {
    if (!networks.ok()) return found_.errors.push_back(networks.status());
    for (const docker::Network& network : networks->items()) {
      if (!network.labels().contains(kSchemaLabel)) continue;
      GroupOf(network.labels(), network.id())
          .networks.push_back({network.id(), network.name()});
    }
  }

  // The group whose nodes tell of the workspace `path`, if there is one.
  CleanGroup* GroupWithWorkspace(const std::string& path) {
    for (auto& [key, group] : groups_) {
      if (group.cluster.workspace == path) return &group;
    }
    return nullptr;
  }

  // Those on this disk of this engine's clusters. One that no label tells of,
  // for its create was killed before it had made a node or its nodes are gone,
  // is a group alone.
  void AddWorkspaces() {
    for (const FoundWorkspace& workspace : FindWorkspaces()) {
      if (workspace.engine_host != docker_.host()) continue;
      CleanGroup* group = GroupWithWorkspace(workspace.path);
      if (group == nullptr) {
        group = &groups_[workspace.path];
        group->candidate.cluster_id = workspace.cluster_id;
        Cluster cluster;
        cluster.id = workspace.cluster_id;
        cluster.workspace = workspace.path;
        cluster.creator = workspace.creator;
        cluster.image = workspace.image;
        group->workspaces.push_back(std::move(cluster));
      }
      group->candidate.creators.insert(workspace.creator);
      group->candidate.created =
          std::min(group->candidate.created, workspace.created);
    }
  }

  const Context& ctx_;
  DockerClient& docker_;
  const std::string& unlabelled_prefix_;
  std::map<std::string, CleanGroup> groups_;
  std::map<std::string, CleanGroup*> by_container_;
  // The volumes that containers of ours have.
  std::set<std::string> mounted_;
  CleanGroups found_;
};

}  // namespace

bool HasLabelOfOurs(const Labels& labels) {
  return labels.contains(kClusterIdLabel) ||
         labels.contains(kSidecarNameLabel) || labels.contains(kSchemaLabel);
}

std::string ContainerName(const docker::ContainerSummary& container) {
  if (container.names_size() == 0) return container.id();
  return std::string(absl::StripPrefix(container.names(0), "/"));
}

absl::StatusOr<CleanGroups> FindCleanGroups(
    const Context& ctx, DockerClient& docker,
    const std::string& unlabelled_prefix) {
  return Finder(ctx, docker, unlabelled_prefix).Run();
}

}  // namespace minidcos
