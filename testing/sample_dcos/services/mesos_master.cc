#include "testing/sample_dcos/services/mesos_master.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/status/status_macros.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/node/http_client.h"
#include "testing/sample_dcos/services/exhibitor.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

// Ten heartbeats. (The real one misses an agent after more than a minute.)
constexpr absl::Duration kAgentTimeout = absl::Seconds(5);

bool HasQuorum() {
  const ExhibitorServers servers = AskExhibitor();
  int serving = 0;
  for (const ExhibitorServer& server : servers.items()) {
    if (server.description() == "serving") ++serving;
  }
  return serving > servers.items_size() / 2;
}

}  // namespace

MesosMaster::MesosMaster(std::function<bool()> has_quorum,
                         absl::Duration agent_timeout)
    : has_quorum_(std::move(has_quorum)), agent_timeout_(agent_timeout) {}

void MesosMaster::Handle(HttpExchange& exchange) {
  const std::string& path = exchange.request().path;
  const bool recovered = Recovered();
  if (path == "/metrics/snapshot") {
    Metrics metrics;
    metrics.set_log_recovered(recovered ? 1 : 0);
    return RespondJson(exchange, ToJson(metrics));
  }
  if (path != "/sample/heartbeat" && path != "/master/slaves") {
    return RespondText(exchange, 404, "not found");
  }
  if (!recovered) return RespondText(exchange, 503, "no leading master yet");
  if (path == "/sample/heartbeat") return TakeHeartbeat(exchange);
  RespondJson(exchange, ToJson(PresentAgents()));
}

bool MesosMaster::Recovered() {
  {
    const std::lock_guard lock(mutex_);
    if (recovered_) return true;
  }
  const bool recovered = has_quorum_();
  const std::lock_guard lock(mutex_);
  recovered_ |= recovered;
  return recovered_;
}

void MesosMaster::TakeHeartbeat(HttpExchange& exchange) {
  const absl::StatusOr<Agent> agent = FromJson<Agent>(exchange.Body());
  if (!agent.ok() || agent->id().empty()) {
    return RespondText(exchange, 400, "not an agent");
  }
  const std::lock_guard lock(mutex_);
  known_[agent->id()] = {*agent, absl::Now()};
  exchange.Respond(202);
}

Agents MesosMaster::PresentAgents() {
  const absl::Time oldest = absl::Now() - agent_timeout_;
  Agents agents;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, known] : known_) {
    if (known.heard >= oldest) *agents.add_slaves() = known.agent;
  }
  return agents;
}

absl::StatusOr<Agents> AskForAgents(const std::string& address) {
  ASSIGN_OR_RETURN(const HttpAnswer answer,
                   CallHttp({.address = address, .target = "/master/slaves"}));
  if (answer.status != 200) return absl::UnavailableError(answer.body);
  return FromJson<Agents>(answer.body);
}

Metrics AskMaster() {
  const absl::StatusOr<HttpAnswer> answer =
      CallHttp({.address = "127.0.0.1:5050", .target = "/metrics/snapshot"});
  if (!answer.ok() || answer->status != 200) return {};
  return FromJson<Metrics>(answer->body).value_or(Metrics());
}

int MesosMasterMain() {
  MesosMaster master(&HasQuorum, kAgentTimeout);
  return ServeTcp(
      5050, [&master](HttpExchange& exchange) { master.Handle(exchange); });
}

}  // namespace minidcos::sample
