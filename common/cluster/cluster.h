// Clusters as the engine's labels tell of them. There is no other record: any
// tool on any machine that reaches the engine sees the same.
//
//   ASSIGN_OR_RETURN(const Cluster cluster, FindCluster(ctx, docker, "x"));
//   for (const Node& node : cluster.masters) ...

#ifndef MINIDCOS_COMMON_CLUSTER_CLUSTER_H_
#define MINIDCOS_COMMON_CLUSTER_CLUSTER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/node/node.h"

namespace minidcos {

struct Cluster {
  // Empty for nodes that were put together by FromNodes().
  std::string id;
  // By index. A half-made cluster may lack any of them.
  std::vector<Node> masters;
  std::vector<Node> agents;
  std::vector<Node> public_agents;
  // The folder of large temporary files on the machine that made the cluster;
  // empty if no node tells it.
  std::string workspace;
  // The process that made it (common/base/process_id.h); empty for clusters of
  // DC/OS E2E.
  std::string creator;
  // The image of its nodes, and the distribution in it, such as "debian-12";
  // the latter is empty for clusters of DC/OS E2E.
  std::string image;
  std::string distribution;
  // When it was begun.
  absl::Time created = absl::InfiniteFuture();
  // When `clean --stale` may remove it; never if infinite.
  absl::Time expires = absl::InfiniteFuture();
  // The network on which its nodes meet; empty for the engine's default one.
  std::string network;
  // How its nodes are to be reached (node_transport.h); empty if no label
  // tells.
  std::string transport;
  // The version of our labels; 0 for clusters of DC/OS E2E.
  int schema = 0;

  // Masters, agents, public agents.
  std::vector<Node> nodes() const;

  // Nodes that exist, taken for a cluster. It cannot be destroyed as one.
  static Cluster FromNodes(std::vector<Node> masters, std::vector<Node> agents,
                           std::vector<Node> public_agents);
};

// The name of the container in which the DC/OS installer runs for the cluster
// `id`. The installer does not label it.
std::string InstallerContainer(absl::string_view id);

// OK for an id a cluster may have (DESIGN.md section 4): it matches
// [a-zA-Z0-9][a-zA-Z0-9_.-]*, has at most 63 characters and does not end like a
// node (".master-0"). kInvalidArgument else, naming it and the rule.
absl::Status CheckClusterId(absl::string_view id);

// Every cluster, running or not, half-made or not, sorted by id. Its nodes run
// commands by docker exec through `docker`, which must outlive them.
absl::StatusOr<std::vector<Cluster>> FindClusters(const Context& ctx,
                                                  DockerClient& docker);

// The cluster `id`. kNotFound if there is none, naming those there are.
absl::StatusOr<Cluster> FindCluster(const Context& ctx, DockerClient& docker,
                                    absl::string_view id);

// The cluster that the create of the label kCreationLabel=`creation` has made,
// without what another one of the same id may be about to take back (claim.h).
// kFailedPrecondition if somebody has removed it.
absl::StatusOr<Cluster> FindCreated(const Context& ctx, DockerClient& docker,
                                    absl::string_view creation);

// The file on the first master that says that a cluster is finished. In the
// container's own layer: it stays over a restart, and no volume hides it.
inline constexpr char kCompleteMarkerFolder[] = "/etc";
inline constexpr char kCompleteMarker[] = "minidcos-complete";

// Whether the create that made `cluster` has finished (mark_complete.h).
// Clusters of DC/OS E2E always count as complete.
absl::StatusOr<bool> IsComplete(const Context& ctx, DockerClient& docker,
                                const Cluster& cluster);

// The node of `cluster` that `reference` names: "master_0", a container's name,
// a container id or a prefix of one that names one node only, an IP address.
// kNotFound or, for an ambiguous one, kInvalidArgument, listing what there is.
absl::StatusOr<Node> FindNode(const Cluster& cluster,
                              absl::string_view reference);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_CLUSTER_H_
