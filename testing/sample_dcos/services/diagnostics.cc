#include "testing/sample_dcos/services/diagnostics.h"

#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/parallel.h"
#include "common/status/status_macros.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/node/http_client.h"
#include "testing/sample_dcos/node/local_node.h"
#include "testing/sample_dcos/node/systemd.h"
#include "testing/sample_dcos/services/exhibitor.h"
#include "testing/sample_dcos/services/mesos_master.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr int kHealthy = 0;
constexpr int kUnhealthy = 1;

UnitHealth SilentDiagnostics(absl::string_view why) {
  UnitHealth unit;
  unit.set_id("dcos-diagnostics.service");
  unit.set_name("DC/OS Diagnostics Agent");
  unit.set_health(kUnhealthy);
  unit.set_output(std::string(why));
  return unit;
}

NodeHealth Ask(const Peer& peer) {
  const absl::StatusOr<HttpAnswer> answer =
      CallHttp({.address = peer.address, .target = "/system/health/v1"});
  NodeHealth health;
  if (answer.ok() && answer->status == 200) {
    health = FromJson<NodeHealth>(answer->body).value_or(NodeHealth());
  }
  if (health.units().empty()) {
    *health.add_units() = SilentDiagnostics(
        answer.ok() ? answer->body : answer.status().message());
  }
  health.set_ip(peer.ip);
  health.set_node_role(peer.role);
  return health;
}

UnitsHealth WorstOfUnits(const std::vector<NodeHealth>& nodes) {
  std::map<std::string, UnitHealth> worst;
  for (const NodeHealth& node : nodes) {
    for (const UnitHealth& unit : node.units()) {
      const auto [found, added] = worst.emplace(unit.id(), unit);
      if (!added && unit.health() > found->second.health()) {
        found->second = unit;
      }
    }
  }
  UnitsHealth units;
  for (const auto& [id, unit] : worst) *units.add_units() = unit;
  return units;
}

NodesHealth WorstOfNodes(const std::vector<NodeHealth>& nodes) {
  NodesHealth worst;
  for (const NodeHealth& node : nodes) {
    NodesHealth::Node& item = *worst.add_nodes();
    item.set_host_ip(node.ip());
    item.set_role(node.node_role());
    item.set_health(kHealthy);
    for (const UnitHealth& unit : node.units()) {
      item.set_health(std::max(item.health(), unit.health()));
    }
  }
  return worst;
}

NodeHealth LocalHealth(const std::string& ip) {
  const std::vector<std::string> roles = Roles();
  const std::string role = roles.empty() ? "" : roles.front();
  NodeHealth health;
  health.set_ip(ip);
  health.set_hostname(ip);
  health.set_node_role(role == "master"         ? "master"
                       : role == "slave_public" ? "agent_public"
                                                : "agent");
  const absl::StatusOr<std::vector<UnitState>> units = DcosUnits();
  if (!units.ok()) {
    *health.add_units() = SilentDiagnostics(units.status().message());
    return health;
  }
  for (const UnitState& unit : *units) *health.add_units() = ToHealth(unit);
  return health;
}

// The other masters that serve, and the agents that Mesos knows.
std::vector<Peer> FindPeers(const std::string& own_ip) {
  std::vector<Peer> peers;
  const ExhibitorServers servers = AskExhibitor();
  for (const ExhibitorServer& server : servers.items()) {
    if (server.hostname() == own_ip || server.description() != "serving") {
      continue;
    }
    peers.push_back({.ip = server.hostname(),
                     .role = "master",
                     .address = server.hostname() + ":1050"});
  }
  const absl::StatusOr<Agents> agents = AskForAgents("127.0.0.1:5050");
  if (!agents.ok()) return peers;
  for (const Agent& agent : agents->slaves()) {
    const bool is_public = agent.attributes().count("public_ip") > 0;
    peers.push_back({.ip = agent.hostname(),
                     .role = is_public ? "agent_public" : "agent",
                     .address = agent.hostname() + ":61001"});
  }
  return peers;
}

}  // namespace

Diagnostics::Diagnostics(std::function<NodeHealth()> local,
                         std::function<std::vector<Peer>()> peers)
    : local_(std::move(local)), peers_(std::move(peers)) {}

void Diagnostics::Handle(HttpExchange& exchange) const {
  const std::string& path = exchange.request().path;
  if (path == "/system/health/v1") {
    return RespondJson(exchange, ToJson(local_()));
  }
  if (path == "/system/health/v1/units") {
    return RespondJson(exchange, ToJson(WorstOfUnits(AllNodes())));
  }
  if (path == "/system/health/v1/nodes") {
    return RespondJson(exchange, ToJson(WorstOfNodes(AllNodes())));
  }
  RespondText(exchange, 404, "not found");
}

std::vector<NodeHealth> Diagnostics::AllNodes() const {
  const std::vector<Peer> peers = peers_();
  std::vector<NodeHealth> nodes(peers.size());
  ForEachParallel(static_cast<int>(peers.size()), /*at_most=*/16, [&](int i) {
    nodes[i] = Ask(peers[i]);
    return absl::OkStatus();
  });
  nodes.push_back(local_());
  return nodes;
}

absl::StatusOr<NodesHealth> AskForNodesHealth(const std::string& address) {
  // It waits for each node that is silent.
  ASSIGN_OR_RETURN(const HttpAnswer answer,
                   CallHttp({.address = address,
                             .target = "/system/health/v1/nodes",
                             .timeout = absl::Seconds(10)}));
  if (answer.status != 200) return absl::UnavailableError(answer.body);
  return FromJson<NodesHealth>(answer.body);
}

UnitHealth ToHealth(const UnitState& unit) {
  const std::pair<std::string, std::string> words =
      absl::StrSplit(unit.description, absl::MaxSplits(": ", 1));
  UnitHealth health;
  health.set_id(unit.id);
  health.set_name(words.first);
  health.set_description(words.second);
  health.set_health(unit.healthy ? kHealthy : kUnhealthy);
  if (!unit.healthy) health.set_output(unit.state);
  return health;
}

int DiagnosticsMain() {
  const absl::StatusOr<LocalNode> node = FindLocalNode();
  if (!node.ok()) {
    std::cerr << node.status().message() << "\n";
    return 1;
  }
  const std::string ip = node->ip;
  const Diagnostics diagnostics([ip] { return LocalHealth(ip); },
                                [ip] { return FindPeers(ip); });
  const auto handler = [&diagnostics](HttpExchange& exchange) {
    diagnostics.Handle(exchange);
  };
  return IsMaster() ? ServeTcp(1050, handler)
                    : ServeUnix(kDiagnosticsSocket, handler);
}

}  // namespace minidcos::sample
