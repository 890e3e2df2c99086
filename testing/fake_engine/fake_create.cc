#include <unistd.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/base/json.h"
#include "common/base/random_id.h"
#include "common/docker/engine.pb.h"
#include "re2/re2.h"
#include "testing/fake_engine/fake_containers.h"
#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {
namespace {

// Whether the name can be had; answers if not.
bool CheckName(const FakeState& state, HttpExchange& exchange,
               const std::string& name) {
  if (!RE2::FullMatch(name, "/?[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
    RespondError(exchange, 400,
                 absl::StrCat("Invalid container name (", name,
                              "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are "
                              "allowed"));
    return false;
  }
  for (const auto& [id, other] : state.containers) {
    if (other.name != name) continue;
    RespondError(
        exchange, 409,
        absl::StrCat("Conflict. The container name \"/", name,
                     "\" is already in use by container \"", id,
                     "\". You have to remove (or rename) that container to "
                     "be able to reuse that name."));
    return false;
  }
  return true;
}

bool CheckBinds(HttpExchange& exchange,
                const docker::CreateContainerRequest& request) {
  for (const docker::Mount& mount : request.host_config().mounts()) {
    if (mount.type() != "bind" || access(mount.source().c_str(), F_OK) == 0) {
      continue;
    }
    RespondError(exchange, 400,
                 absl::StrCat("invalid mount config for type \"bind\": bind "
                              "source path does not exist: ",
                              mount.source()));
    return false;
  }
  return true;
}

void AddVolumes(const docker::CreateContainerRequest& request,
                FakeContainer& container, FakeState& state) {
  for (const docker::Mount& mount : request.host_config().mounts()) {
    if (mount.type() != "volume" || !mount.source().empty()) continue;
    const auto& labels = mount.volume_options().labels();
    const FakeThing volume = {.name = RandomHex(64),
                              .labels = {labels.begin(), labels.end()}};
    state.volumes.push_back(volume);
    container.volumes.push_back(volume.name);
  }
}

void Create(FakeState& state, HttpExchange& exchange) {
  docker::CreateContainerRequest request;
  if (!ParseJson(exchange.Body(), request).ok()) {
    return RespondError(exchange, 400, "invalid JSON");
  }
  const absl::MutexLock lock(&state.mutex);
  const FakeImage* image = state.FindImage(request.image());
  if (image == nullptr) {
    return RespondError(
        exchange, 404,
        absl::StrCat("No such image: ", WithTag(request.image())));
  }
  std::string name = exchange.request().Query("name");
  if (name.empty()) name = absl::StrCat("fake_", RandomHex(8));
  if (!CheckName(state, exchange, name) || !CheckBinds(exchange, request))
    return;
  FakeContainer container = {.name = name,
                             .image = request.image(),
                             .labels = image->labels,
                             .state = "created",
                             .request = request};
  for (const auto& [network, endpoint] :
       request.networking_config().endpoints_config()) {
    container.ip_address = endpoint.ipam_config().ipv4_address();
  }
  for (const auto& [key, value] : request.labels()) {
    container.labels[key] = value;
  }
  AddVolumes(request, container, state);
  docker::CreateContainerResponse response;
  response.set_id(state.Add(std::move(container)));
  RespondJson(exchange, 201, response);
}

}  // namespace

void AddCreateRoute(FakeState& state, FakeRouter& router) {
  router.Add(
      "POST", "/containers/create",
      [&state](HttpExchange& exchange, auto&) { Create(state, exchange); });
}

}  // namespace minidcos
