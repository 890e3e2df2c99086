#include "testing/fake_engine/fake_networks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/base/json.h"
#include "common/docker/engine.pb.h"
#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {
namespace {

std::vector<FakeNetwork>::iterator Find(FakeState& state,
                                        const std::string& name) {
  return std::find_if(
      state.networks.begin(), state.networks.end(),
      [&](const FakeNetwork& network) { return network.name == name; });
}

void NotFound(HttpExchange& exchange, const std::string& name) {
  RespondError(exchange, 404, absl::StrCat("network ", name, " not found"));
}

void List(FakeState& state, HttpExchange& exchange) {
  docker::NetworkList list;
  const absl::MutexLock lock(&state.mutex);
  for (const FakeNetwork& network : state.networks) {
    if (!PassesFilters(exchange, network.name, network.labels)) continue;
    docker::Network& item = *list.add_items();
    item.set_id(network.name);
    item.set_name(network.name);
    item.set_driver(network.driver);
    item.mutable_labels()->insert(network.labels.begin(), network.labels.end());
    if (network.subnet.empty()) continue;
    item.mutable_ipam()->add_config()->set_subnet(network.subnet);
  }
  RespondArray(exchange, list);
}

void Remove(FakeState& state, HttpExchange& exchange, const std::string& name) {
  const absl::MutexLock lock(&state.mutex);
  if (name == "bridge" || name == "host") {
    return RespondError(
        exchange, 403,
        absl::StrCat(name, " is a pre-defined network and cannot be removed"));
  }
  const auto found = Find(state, name);
  if (found == state.networks.end()) return NotFound(exchange, name);
  for (const auto& [id, container] : state.containers) {
    if (container.state != "running" ||
        (container.request.host_config().network_mode() != name &&
         container.networks.count(name) == 0)) {
      continue;
    }
    return RespondError(exchange, 403,
                        absl::StrCat("error while removing network: network ",
                                     name, " has active endpoints"));
  }
  state.networks.erase(found);
  exchange.Respond(204);
}

void Create(FakeState& state, HttpExchange& exchange) {
  docker::CreateNetworkRequest request;
  if (!ParseJson(exchange.Body(), request).ok()) {
    return RespondError(exchange, 400, "invalid JSON");
  }
  const absl::MutexLock lock(&state.mutex);
  if (Find(state, request.name()) != state.networks.end()) {
    return RespondError(
        exchange, 409,
        absl::StrCat("network with name ", request.name(), " already exists"));
  }
  FakeNetwork network = {.name = request.name(), .driver = request.driver()};
  network.labels = {request.labels().begin(), request.labels().end()};
  if (request.ipam().config_size() > 0) {
    network.subnet = request.ipam().config(0).subnet();
  }
  for (const FakeNetwork& other : state.networks) {
    if (network.subnet.empty() || network.subnet != other.subnet) continue;
    return RespondError(exchange, 403,
                        "Pool overlaps with other one on this address space");
  }
  state.networks.push_back(network);
  docker::CreateNetworkResponse response;
  response.set_id(network.name);
  RespondJson(exchange, 201, response);
}

void Connect(FakeState& state, HttpExchange& exchange,
             const std::string& name) {
  docker::ConnectNetworkRequest request;
  if (!ParseJson(exchange.Body(), request).ok()) {
    return RespondError(exchange, 400, "invalid JSON");
  }
  const absl::MutexLock lock(&state.mutex);
  if (Find(state, name) == state.networks.end()) {
    return NotFound(exchange, name);
  }
  FakeContainer* container = state.FindContainer(request.container());
  if (container == nullptr) {
    return RespondError(
        exchange, 404,
        absl::StrCat("No such container: ", request.container()));
  }
  container->networks[name] =
      absl::StrCat("10.99.0.", container->networks.size() + 2);
  exchange.Respond(200);
}

void Disconnect(FakeState& state, HttpExchange& exchange,
                const std::string& name) {
  docker::DisconnectNetworkRequest request;
  if (!ParseJson(exchange.Body(), request).ok()) {
    return RespondError(exchange, 400, "invalid JSON");
  }
  const absl::MutexLock lock(&state.mutex);
  FakeContainer* container = state.FindContainer(request.container());
  if (container == nullptr) {
    return RespondError(
        exchange, 404,
        absl::StrCat("No such container: ", request.container()));
  }
  if (container->networks.erase(name) == 0) {
    return RespondError(
        exchange, 500,
        absl::StrCat("container ", request.container(),
                     " is not connected to the network ", name));
  }
  exchange.Respond(200);
}

}  // namespace

void AddNetworkRoutes(FakeState& state, FakeRouter& router) {
  router.Add("GET", "/networks", [&state](HttpExchange& exchange, auto&) {
    List(state, exchange);
  });
  router.Add(
      "POST", "/networks/create",
      [&state](HttpExchange& exchange, auto&) { Create(state, exchange); });
  router.Add("POST", "/networks/(.+)/connect",
             [&state](HttpExchange& exchange, auto& name) {
               Connect(state, exchange, name);
             });
  router.Add("POST", "/networks/(.+)/disconnect",
             [&state](HttpExchange& exchange, auto& name) {
               Disconnect(state, exchange, name);
             });
  router.Add("DELETE", "/networks/(.+)",
             [&state](HttpExchange& exchange, auto& name) {
               Remove(state, exchange, name);
             });
}

}  // namespace minidcos
