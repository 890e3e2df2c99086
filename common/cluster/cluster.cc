#include "common/cluster/cluster.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/docker_exec.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

std::string LabelOr(const docker::ContainerSummary& container,
                    const std::string& label, absl::string_view otherwise) {
  const auto found = container.labels().find(label);
  return found == container.labels().end() ? std::string(otherwise)
                                           : found->second;
}

int IntLabel(const docker::ContainerSummary& container,
             const std::string& label, int otherwise) {
  int value;
  return absl::SimpleAtoi(LabelOr(container, label, ""), &value) ? value
                                                                 : otherwise;
}

absl::Time TimeLabel(const docker::ContainerSummary& container,
                     const std::string& label, absl::Time otherwise) {
  absl::Time time;
  return absl::ParseTime(absl::RFC3339_full, LabelOr(container, label, ""),
                         &time, /*err=*/nullptr)
             ? time
             : otherwise;
}

// DC/OS E2E has no such label.
absl::Time Created(const docker::ContainerSummary& container) {
  return TimeLabel(container, kCreatedLabel,
                   absl::FromUnixSeconds(container.created()));
}

// On a network of the user's, the address there: E2E and ours leave the node on
// the bridge as well. Ours have a label, for there may be more networks.
std::string IpAddress(const docker::ContainerSummary& container) {
  const auto& networks = container.network_settings().networks();
  const auto chosen = networks.find(LabelOr(container, kNetworkLabel, ""));
  if (chosen != networks.end()) return chosen->second.ip_address();
  std::string address;
  for (const auto& [name, endpoint] : networks) {
    if (address.empty() || name != "bridge") address = endpoint.ip_address();
  }
  return address;
}

NodeIdentity Identify(const docker::ContainerSummary& container,
                      NodeRole role) {
  NodeIdentity identity;
  identity.role = role;
  identity.index = IntLabel(container, kNodeIndexLabel, -1);
  identity.container_id = container.id();
  if (container.names_size() > 0) {
    identity.container_name =
        std::string(absl::StripPrefix(container.names(0), "/"));
  }
  identity.ip_address = IpAddress(container);
  identity.state = container.state();
  return identity;
}

// DC/OS E2E has no index label: it numbers nodes by their addresses, sorted as
// text.
void NumberByAddress(std::vector<NodeIdentity>& nodes) {
  const auto by_index = [](const NodeIdentity& a, const NodeIdentity& b) {
    return std::make_pair(a.index, a.ip_address) <
           std::make_pair(b.index, b.ip_address);
  };
  std::sort(nodes.begin(), nodes.end(), by_index);
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].index < 0) nodes[i].index = static_cast<int>(i);
  }
}

std::vector<Node> MakeNodes(std::vector<NodeIdentity> identities,
                            const std::shared_ptr<Transport>& transport) {
  NumberByAddress(identities);
  std::vector<Node> nodes;
  for (NodeIdentity& identity : identities) {
    nodes.emplace_back(std::move(identity), transport);
  }
  return nodes;
}

Cluster MakeCluster(
    const std::string& id,
    const std::vector<const docker::ContainerSummary*>& containers,
    const std::shared_ptr<Transport>& transport) {
  Cluster cluster;
  cluster.id = id;
  std::map<NodeRole, std::vector<NodeIdentity>> identities;
  for (const docker::ContainerSummary* container : containers) {
    const absl::StatusOr<NodeRole> role =
        ParseNodeRole(LabelOr(*container, kNodeTypeLabel, ""));
    if (!role.ok()) continue;  // a loopback sidecar is no node
    identities[*role].push_back(Identify(*container, *role));
    cluster.workspace = LabelOr(*container, kWorkspaceLabel, cluster.workspace);
    cluster.creator = LabelOr(*container, kCreatorLabel, cluster.creator);
    cluster.image = container->image();
    cluster.distribution =
        LabelOr(*container, kDistributionLabel, cluster.distribution);
    cluster.created = std::min(cluster.created, Created(*container));
    cluster.expires = TimeLabel(*container, kExpiresLabel, cluster.expires);
    cluster.network = LabelOr(*container, kNetworkLabel, cluster.network);
    cluster.transport = LabelOr(*container, kTransportLabel, cluster.transport);
    cluster.schema = IntLabel(*container, kSchemaLabel, cluster.schema);
  }
  cluster.masters = MakeNodes(identities[NodeRole::kMaster], transport);
  cluster.agents = MakeNodes(identities[NodeRole::kAgent], transport);
  cluster.public_agents =
      MakeNodes(identities[NodeRole::kPublicAgent], transport);
  return cluster;
}

absl::StatusOr<std::vector<Cluster>> Find(const Context& ctx,
                                          DockerClient& docker,
                                          const std::string& label) {
  ASSIGN_OR_RETURN(const docker::ContainerList containers,
                   docker.ListContainers(ctx, {{"label", {label}}}));
  std::map<std::string, std::vector<const docker::ContainerSummary*>> by_id;
  for (const docker::ContainerSummary& container : containers.items()) {
    by_id[LabelOr(container, kClusterIdLabel, "")].push_back(&container);
  }
  const std::shared_ptr<Transport> transport = NewDockerExecTransport(docker);
  std::vector<Cluster> clusters;
  for (const auto& [id, members] : by_id) {
    Cluster cluster = MakeCluster(id, members, transport);
    if (!cluster.nodes().empty()) clusters.push_back(std::move(cluster));
  }
  return clusters;
}

bool IsNamedBy(const Node& node, absl::string_view reference) {
  // Else "" would be the address of a stopped node.
  if (reference.empty()) return false;
  return node.reference() == reference || node.container_name() == reference ||
         node.ip_address() == reference;
}

}  // namespace

std::vector<Node> Cluster::nodes() const {
  std::vector<Node> nodes = masters;
  nodes.insert(nodes.end(), agents.begin(), agents.end());
  nodes.insert(nodes.end(), public_agents.begin(), public_agents.end());
  return nodes;
}

Cluster Cluster::FromNodes(std::vector<Node> masters, std::vector<Node> agents,
                           std::vector<Node> public_agents) {
  Cluster cluster;
  cluster.masters = std::move(masters);
  cluster.agents = std::move(agents);
  cluster.public_agents = std::move(public_agents);
  return cluster;
}

std::string InstallerContainer(absl::string_view id) {
  return absl::StrCat(id, "-installer");
}

absl::Status CheckClusterId(absl::string_view id) {
  constexpr int kLongest = 63;
  static const RE2& form = *new RE2("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  static const RE2& node = *new RE2(R"(.*\.(master|agent|public-agent)-\d+)");
  const std::string text(id);
  const std::string begin = absl::StrCat("bad cluster id '", id, "': ");
  if (!RE2::FullMatch(text, form)) {
    return absl::InvalidArgumentError(
        absl::StrCat(begin, "it must match ", form.pattern()));
  }
  if (id.size() > kLongest) {
    return absl::InvalidArgumentError(absl::StrCat(begin, "it has ", id.size(),
                                                   " characters, at most ",
                                                   kLongest, " are allowed"));
  }
  if (RE2::FullMatch(text, node)) {
    return absl::InvalidArgumentError(
        absl::StrCat(begin, "it must not end like a node's name"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Cluster>> FindClusters(const Context& ctx,
                                                  DockerClient& docker) {
  return Find(ctx, docker, kClusterIdLabel);
}

absl::StatusOr<Cluster> FindCluster(const Context& ctx, DockerClient& docker,
                                    absl::string_view id) {
  ASSIGN_OR_RETURN(std::vector<Cluster> found,
                   Find(ctx, docker, absl::StrCat(kClusterIdLabel, "=", id)));
  if (!found.empty()) return std::move(found.front());
  ASSIGN_OR_RETURN(const std::vector<Cluster> all, FindClusters(ctx, docker));
  const std::string ids =
      absl::StrJoin(all, ", ", [](std::string* out, const Cluster& cluster) {
        out->append(cluster.id);
      });
  return absl::NotFoundError(
      absl::StrCat("no such cluster: '", id, "' (",
                   ids.empty() ? "there are none" : "there are: ", ids, ")"));
}

absl::StatusOr<Cluster> FindCreated(const Context& ctx, DockerClient& docker,
                                    absl::string_view creation) {
  ASSIGN_OR_RETURN(
      std::vector<Cluster> found,
      Find(ctx, docker, absl::StrCat(kCreationLabel, "=", creation)));
  if (!found.empty()) return std::move(found.front());
  return absl::FailedPreconditionError(
      "somebody has removed the cluster while it was made");
}

absl::StatusOr<bool> IsComplete(const Context& ctx, DockerClient& docker,
                                const Cluster& cluster) {
  if (cluster.schema == 0) return true;
  if (cluster.masters.empty()) return false;
  const Node& master = cluster.masters.front();
  const std::string marker =
      absl::StrCat(kCompleteMarkerFolder, "/", kCompleteMarker);
  for (const std::string& path : {marker, std::string("/")}) {
    ASSIGN_OR_RETURN(const bool is_there,
                     docker.PathExists(ctx, master.container_id(), path));
    if (is_there) return path == marker;
  }
  // A folder that is bound into the node is gone, its workspace's: then the
  // engine finds no file of it at all, which says nothing of the marker.
  if (master.state() != "running") return true;
  const absl::StatusOr<CommandResult> result =
      master.Run(ctx, {.argv = {"test", "-e", marker}});
  // It has ended meanwhile, as when somebody destroys the cluster.
  if (absl::IsFailedPrecondition(result.status())) return true;
  RETURN_IF_ERROR(result.status());
  return result->exit_code == 0;
}

absl::StatusOr<Node> FindNode(const Cluster& cluster,
                              absl::string_view reference) {
  const std::vector<Node> nodes = cluster.nodes();
  std::vector<const Node*> found;
  for (const Node& node : nodes) {
    if (IsNamedBy(node, reference)) return node;
    if (!reference.empty() &&
        absl::StartsWith(node.container_id(), reference)) {
      found.push_back(&node);
    }
  }
  if (found.size() == 1) return *found.front();
  const std::string names =
      absl::StrJoin(nodes, ", ", [](std::string* out, const Node& node) {
        absl::StrAppend(out, node.reference());
      });
  const std::string there_are =
      absl::StrCat("cluster '", cluster.id, "' has: ", names);
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat("no such node: '", reference, "' (", there_are, ")"));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "'", reference, "' names ", found.size(), " nodes (", there_are, ")"));
}

}  // namespace minidcos
