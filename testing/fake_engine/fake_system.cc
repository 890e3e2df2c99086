#include "testing/fake_engine/fake_system.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/docker/engine.pb.h"
#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {
namespace {

// Removes the thing of that name. False if there is none.
bool Remove(std::vector<FakeThing>& things, const std::string& name) {
  const auto found =
      std::find_if(things.begin(), things.end(),
                   [&](const FakeThing& thing) { return thing.name == name; });
  if (found == things.end()) return false;
  things.erase(found);
  return true;
}

void ListVolumes(FakeState& state, HttpExchange& exchange) {
  docker::VolumeList list;
  const absl::MutexLock lock(&state.mutex);
  for (const FakeThing& thing : state.volumes) {
    if (!PassesFilters(exchange, thing.name, thing.labels)) continue;
    docker::Volume& volume = *list.add_volumes();
    volume.set_name(thing.name);
    volume.mutable_labels()->insert(thing.labels.begin(), thing.labels.end());
  }
  RespondJson(exchange, 200, list);
}

bool IsInUse(const FakeState& state, const std::string& volume) {
  for (const auto& [id, container] : state.containers) {
    const auto& volumes = container.volumes;
    if (std::find(volumes.begin(), volumes.end(), volume) != volumes.end()) {
      return true;
    }
  }
  return false;
}

void RemoveVolume(FakeState& state, HttpExchange& exchange,
                  const std::string& name) {
  const absl::MutexLock lock(&state.mutex);
  if (IsInUse(state, name)) {
    return RespondError(exchange, 409,
                        absl::StrCat("remove ", name, ": volume is in use"));
  }
  if (!Remove(state.volumes, name)) {
    return RespondError(exchange, 404,
                        absl::StrCat("get ", name, ": no such volume"));
  }
  exchange.Respond(204);
}

}  // namespace

void AddSystemRoutes(FakeState& state, FakeRouter& router) {
  router.Add("GET", "/_ping", [&state](HttpExchange& exchange, auto&) {
    const absl::MutexLock lock(&state.mutex);
    exchange.Respond(200, "OK", {{"Api-Version", state.version.api_version()}});
  });
  router.Add("GET", "/version", [&state](HttpExchange& exchange, auto&) {
    const absl::MutexLock lock(&state.mutex);
    RespondJson(exchange, 200, state.version);
  });
  router.Add("GET", "/info", [&state](HttpExchange& exchange, auto&) {
    const absl::MutexLock lock(&state.mutex);
    RespondJson(exchange, 200, state.info);
  });
  router.Add("GET", "/volumes", [&state](HttpExchange& exchange, auto&) {
    ListVolumes(state, exchange);
  });
  router.Add("DELETE", "/volumes/(.+)",
             [&state](HttpExchange& exchange, auto& name) {
               RemoveVolume(state, exchange, name);
             });
}

}  // namespace minidcos
