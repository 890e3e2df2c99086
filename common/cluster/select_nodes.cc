#include "common/cluster/select_nodes.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/cluster/cluster.h"
#include "common/node/node.h"
#include "common/node/node_identity.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kFirstMaster[] = "master_0";

absl::StatusOr<std::vector<Node>> NodesOf(
    const Cluster& cluster, const std::vector<std::string>& references) {
  std::vector<Node> nodes;
  std::set<std::string> containers;
  for (const std::string& reference : references) {
    ASSIGN_OR_RETURN(Node node, FindNode(cluster, reference));
    if (containers.insert(node.container_id()).second) {
      nodes.push_back(std::move(node));
    }
  }
  return nodes;
}

absl::StatusOr<std::vector<Node>> NodesOfRole(const Cluster& cluster,
                                              NodeRole role) {
  std::vector<Node> nodes;
  std::vector<std::string> there;
  for (const Node& node : cluster.nodes()) {
    there.push_back(node.reference());
    if (node.role() == role) nodes.push_back(node);
  }
  if (!nodes.empty()) return nodes;
  return absl::NotFoundError(
      absl::StrCat("no node has the role '", NodeRoleName(role), "' (cluster '",
                   cluster.id, "' has: ", absl::StrJoin(there, ", "), ")"));
}

}  // namespace

absl::Status CheckSelection(const NodeSelection& selection) {
  const int kinds = static_cast<int>(!selection.references.empty()) +
                    static_cast<int>(!selection.role.empty()) +
                    static_cast<int>(selection.all);
  if (kinds > 1) {
    return absl::InvalidArgumentError(
        "only one of --node, --role and --all can be given");
  }
  return selection.role.empty() ? absl::OkStatus()
                                : ParseNodeRole(selection.role).status();
}

absl::StatusOr<std::vector<Node>> SelectNodes(const Cluster& cluster,
                                              const NodeSelection& selection) {
  RETURN_IF_ERROR(CheckSelection(selection));
  if (selection.all) return cluster.nodes();
  if (selection.empty()) return NodesOf(cluster, {kFirstMaster});
  if (selection.role.empty()) return NodesOf(cluster, selection.references);
  ASSIGN_OR_RETURN(const NodeRole role, ParseNodeRole(selection.role));
  return NodesOfRole(cluster, role);
}

}  // namespace minidcos
