#include "common/dcos/wait/http_checks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/context.h"
#include "common/dcos/dcos.pb.h"
#include "common/dcos/wait/http_session.h"
#include "common/http/http_message.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kExhibitorPath[] = "/exhibitor/exhibitor/v1/cluster/status";
constexpr char kAgentsPath[] = "/mesos/master/slaves";

absl::Status CheckExhibitor(const Context& ctx, HttpSession& session,
                            int masters) {
  dcos::ExhibitorStatus status;
  RETURN_IF_ERROR(session.GetJsonArray(ctx, kExhibitorPath, status));
  const auto named = std::count_if(
      status.items().begin(), status.items().end(),
      [](const auto& server) { return !server.hostname().empty(); });
  if (status.items_size() == masters && named == masters) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat("Exhibitor knows ", named, " of ", masters, " masters"));
}

// The nodes whose address no registered agent has as its host name.
std::vector<std::string> Unregistered(const std::vector<Node>& agents,
                                      const dcos::MesosAgents& registered) {
  std::vector<std::string> missing;
  for (const Node& agent : agents) {
    const bool found = std::any_of(
        registered.slaves().begin(), registered.slaves().end(),
        [&](const auto& a) { return a.hostname() == agent.ip_address(); });
    if (found) continue;
    const bool runs = !agent.ip_address().empty();
    missing.push_back(absl::StrCat(agent.reference(), " (",
                                   runs ? agent.ip_address() : "not running",
                                   ")"));
  }
  return missing;
}

absl::StatusOr<dcos::MesosAgents> AllAgents(const Context& ctx,
                                            HttpSession& session,
                                            const std::vector<Node>& agents) {
  dcos::MesosAgents registered;
  RETURN_IF_ERROR(session.GetJson(ctx, kAgentsPath, registered));
  if (registered.slaves_size() >= static_cast<int>(agents.size())) {
    return registered;
  }
  return absl::FailedPreconditionError(
      absl::StrCat(registered.slaves_size(), " of ", agents.size(),
                   " agents have registered with Mesos, not ",
                   absl::StrJoin(Unregistered(agents, registered), ", ")));
}

// An agent that has just gone is first silent, then no longer listed.
absl::Status CheckReachable(const Context& ctx, HttpSession& session,
                            const std::vector<Node>& agents) {
  ASSIGN_OR_RETURN(const dcos::MesosAgents registered,
                   AllAgents(ctx, session, agents));
  for (const dcos::MesosAgent& agent : registered.slaves()) {
    // Others than ours are none of our business.
    const auto node = std::find_if(
        agents.begin(), agents.end(),
        [&](const Node& n) { return n.ip_address() == agent.hostname(); });
    if (node == agents.end()) continue;
    dcos::MesosAgent state;
    const std::string path =
        absl::StrCat("/slave/", UrlEncode(agent.id()), "/slave%281%29/state");
    RETURN_IF_ERROR(
        Annotate(session.GetJson(ctx, path, state), node->reference()));
    if (state.id() != agent.id()) {
      return absl::FailedPreconditionError(
          absl::StrCat(node->reference(), " says that it is agent '",
                       state.id(), "', not '", agent.id(), "'"));
    }
  }
  return absl::OkStatus();
}

// " on agent_0, agent_1": which nodes are not healthy, as far as that is known.
std::string UnhealthyNodes(const Context& ctx, HttpSession& session,
                           const std::vector<Node>& nodes) {
  dcos::NodesHealth report;
  if (!session.GetJson(ctx, "/system/health/v1/nodes", report).ok()) return "";
  std::vector<std::string> unhealthy;
  for (const dcos::NodesHealth::Node& health : report.nodes()) {
    if (health.health() == 0) continue;
    const auto node = std::find_if(
        nodes.begin(), nodes.end(),
        [&](const Node& n) { return n.ip_address() == health.host_ip(); });
    unhealthy.push_back(node == nodes.end() ? health.host_ip()
                                            : node->reference());
  }
  if (unhealthy.empty()) return "";
  return absl::StrCat(" on ", absl::StrJoin(unhealthy, ", "));
}

absl::Status CheckHealth(const Context& ctx, HttpSession& session,
                         const std::vector<Node>& nodes) {
  dcos::HealthReport report;
  RETURN_IF_ERROR(
      session.GetJson(ctx, "/system/health/v1/units?cache=0", report));
  std::vector<std::string> unhealthy;
  for (const dcos::HealthReport::Unit& unit : report.units()) {
    if (unit.health() != 0) unhealthy.push_back(unit.id());
  }
  if (unhealthy.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("not healthy: ", absl::StrJoin(unhealthy, ", "),
                   UnhealthyNodes(ctx, session, nodes)));
}

absl::Status CheckAccessControl(const Context& ctx, HttpSession& session) {
  dcos::AccessControlLists lists;
  RETURN_IF_ERROR(session.GetJson(ctx, "/acs/api/v1/acls", lists));
  const bool named =
      std::all_of(lists.array().begin(), lists.array().end(),
                  [](const auto& list) { return !list.rid().empty(); });
  if (named) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "an access control list names no resource");
}

}  // namespace

std::vector<HttpCheck> HttpChecks(HttpSession& session,
                                  const std::vector<Node>& nodes,
                                  bool is_enterprise) {
  std::vector<Node> agents;
  for (const Node& node : nodes) {
    if (node.role() != NodeRole::kMaster) agents.push_back(node);
  }
  const int masters = static_cast<int>(nodes.size() - agents.size());
  const auto answers = [&session](const char* path) {
    return
        [&session, path](const Context& ctx) { return session.Get(ctx, path); };
  };
  std::vector<HttpCheck> checks = {
      {"the log-in",
       [&session](const Context& ctx) { return session.Login(ctx); }},
      {"Marathon", answers("/marathon/v2/info")},
      {"Exhibitor",
       [&session, masters](const Context& ctx) {
         return CheckExhibitor(ctx, session, masters);
       }},
      {"the agents",
       [&session, agents](const Context& ctx) {
         return AllAgents(ctx, session, agents).status();
       }},
      {"the agents' answers",
       [&session, agents](const Context& ctx) {
         return CheckReachable(ctx, session, agents);
       }},
      {"Metronome", answers("/service/metronome/v1/jobs")},
      {"healthy units",
       [&session, nodes](const Context& ctx) {
         return CheckHealth(ctx, session, nodes);
       }},
  };
  if (is_enterprise) {
    checks.push_back({"the access control lists", [&session](const Context& c) {
                        return CheckAccessControl(c, session);
                      }});
  }
  return checks;
}

}  // namespace minidcos
