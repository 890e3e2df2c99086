#include "common/cluster/cluster_environment.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/cluster/cluster.h"
#include "common/node/node.h"

namespace minidcos {
namespace {

std::string Hosts(const std::vector<Node>& nodes) {
  std::vector<std::string> hosts;
  for (const Node& node : nodes) {
    if (!node.ip_address().empty()) hosts.push_back(node.ip_address());
  }
  return absl::StrJoin(hosts, ",");
}

}  // namespace

std::string WebUi(const Cluster& cluster) {
  for (const Node& master : cluster.masters) {
    if (!master.ip_address().empty()) {
      return absl::StrCat("http://", master.ip_address());
    }
  }
  return "";
}

std::vector<std::pair<std::string, std::string>> ClusterEnvironment(
    const Cluster& cluster) {
  return {{"MINIDCOS_CLUSTER_ID", cluster.id},
          {"MASTER_HOSTS", Hosts(cluster.masters)},
          {"SLAVE_HOSTS", Hosts(cluster.agents)},
          {"PUBLIC_SLAVE_HOSTS", Hosts(cluster.public_agents)},
          {"DCOS_URL", WebUi(cluster)}};
}

}  // namespace minidcos
