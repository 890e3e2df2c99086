#include "testing/fake_engine/fake_containers.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/docker/engine.pb.h"
#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"
#include "testing/fake_engine/fake_stream.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {
namespace {

constexpr int kKilled = 137;  // 128 + SIGKILL

bool IsRunning(const FakeContainer& container) {
  return container.state == "running";
}

docker::NetworkSettings NetworksOf(const FakeContainer& container) {
  docker::NetworkSettings settings;
  const std::string& mode = container.request.host_config().network_mode();
  docker::EndpointSettings& endpoint =
      (*settings.mutable_networks())[mode.empty() ? "bridge" : mode];
  endpoint.set_network_id(mode.empty() ? "bridge" : mode);
  if (IsRunning(container)) endpoint.set_ip_address(container.ip_address);
  for (const auto& [name, address] : container.networks) {
    docker::EndpointSettings& joined = (*settings.mutable_networks())[name];
    joined.set_network_id(name);
    joined.set_ip_address(IsRunning(container) ? address : "");
  }
  return settings;
}

docker::ContainerSummary Summarize(const FakeContainer& container) {
  docker::ContainerSummary summary;
  summary.set_id(container.id);
  summary.add_names(absl::StrCat("/", container.name));
  summary.set_image(container.image);
  summary.mutable_labels()->insert(container.labels.begin(),
                                   container.labels.end());
  summary.set_state(container.state);
  absl::Time created;
  if (absl::ParseTime(absl::RFC3339_full, container.created, &created,
                      /*err=*/nullptr)) {
    summary.set_created(absl::ToUnixSeconds(created));
  }
  *summary.mutable_network_settings() = NetworksOf(container);
  for (const std::string& volume : container.volumes) {
    docker::MountPoint& mount = *summary.add_mounts();
    mount.set_type("volume");
    mount.set_name(volume);
  }
  return summary;
}

docker::ContainerDetails Describe(const FakeContainer& container) {
  docker::ContainerDetails details;
  details.set_id(container.id);
  details.set_name(absl::StrCat("/", container.name));
  details.set_created(container.created);
  details.mutable_state()->set_status(container.state);
  details.mutable_state()->set_running(IsRunning(container));
  details.mutable_state()->set_exit_code(container.exit_code);
  docker::ContainerConfig& config = *details.mutable_config();
  config.set_image(container.image);
  config.mutable_labels()->insert(container.labels.begin(),
                                  container.labels.end());
  config.set_hostname(container.request.hostname());
  *config.mutable_env() = container.request.env();
  *details.mutable_network_settings() = NetworksOf(container);
  details.set_image(container.image);
  for (const std::string& volume : container.volumes) {
    docker::MountPoint& point = *details.add_mounts();
    point.set_type("volume");
    point.set_name(volume);
  }
  int next = 0;
  for (const docker::Mount& mount : container.request.host_config().mounts()) {
    if (mount.type() != "volume" || !mount.source().empty()) continue;
    details.mutable_mounts(next++)->set_destination(mount.target());
  }
  for (const docker::Mount& made : container.request.host_config().mounts()) {
    if (made.type() == "volume") continue;
    docker::MountPoint& mount = *details.add_mounts();
    mount.set_type(made.type());
    mount.set_source(made.source());
    mount.set_destination(made.target());
  }
  return details;
}

void Missing(HttpExchange& exchange, const std::string& name) {
  RespondError(exchange, 404, absl::StrCat("No such container: ", name));
}

class Containers {
 public:
  explicit Containers(FakeState& state) : state_(state) {}

  void List(HttpExchange& exchange) {
    docker::ContainerList list;
    const absl::MutexLock lock(&state_.mutex);
    for (const auto& [id, container] : state_.containers) {
      if (!IsRunning(container) && exchange.request().Query("all") != "1") {
        continue;
      }
      if (PassesFilters(exchange, absl::StrCat("/", container.name),
                        container.labels)) {
        *list.add_items() = Summarize(container);
      }
    }
    RespondArray(exchange, list);
  }

  void Inspect(HttpExchange& exchange, const std::string& name) {
    const absl::MutexLock lock(&state_.mutex);
    const FakeContainer* container = state_.FindContainer(name);
    if (container == nullptr) return Missing(exchange, name);
    RespondJson(exchange, 200, Describe(*container));
  }

  void Start(HttpExchange& exchange, const std::string& name) {
    const absl::MutexLock lock(&state_.mutex);
    FakeContainer* container = state_.FindContainer(name);
    if (container == nullptr) return Missing(exchange, name);
    if (IsRunning(*container)) return exchange.Respond(304);
    if (container->request.host_config().privileged() &&
        state_.refuses_privileged) {
      return RespondError(
          exchange, 400,
          "failed to create shim task: OCI runtime create failed: runc create "
          "failed: unable to start container process: unable to apply caps: "
          "operation not permitted: unknown");
    }
    const FakeRun run = state_.on_start(*container);
    container->state = run.stays ? "running" : "exited";
    container->exit_code = run.exit_code;
    if (!run.stdout_text.empty()) {
      container->output.emplace_back(false, run.stdout_text);
    }
    if (!run.stderr_text.empty()) {
      container->output.emplace_back(true, run.stderr_text);
    }
    exchange.Respond(204);
  }

  void Kill(HttpExchange& exchange, const std::string& name) {
    const absl::MutexLock lock(&state_.mutex);
    FakeContainer* container = state_.FindContainer(name);
    if (container == nullptr) {
      return RespondError(exchange, 404,
                          absl::StrCat("Cannot kill container: ", name,
                                       ": No such container: ", name));
    }
    if (!IsRunning(*container)) {
      return RespondError(
          exchange, 409,
          absl::StrCat("Cannot kill container: ", name, ": Container ",
                       container->id, " is not running"));
    }
    state_.End(*container, kKilled);
    exchange.Respond(204);
  }

  void Wait(HttpExchange& exchange, const std::string& name) {
    const absl::MutexLock lock(&state_.mutex);
    const FakeContainer* container = state_.FindContainer(name);
    if (container == nullptr) return Missing(exchange, name);
    const std::string id = container->id;
    int exit_code = kKilled;  // of a container that is removed meanwhile
    const auto ended = [&] {
      const auto found = state_.containers.find(id);
      if (found == state_.containers.end() || state_.stopping) return true;
      exit_code = found->second.exit_code;
      return !IsRunning(found->second);
    };
    state_.mutex.Await(absl::Condition(&ended));
    docker::WaitResponse response;
    response.set_status_code(exit_code);
    RespondJson(exchange, 200, response);
  }

  void Remove(HttpExchange& exchange, const std::string& name) {
    const absl::MutexLock lock(&state_.mutex);
    const FakeContainer* container = state_.FindContainer(name);
    if (container == nullptr) return Missing(exchange, name);
    if (IsRunning(*container) && exchange.request().Query("force") != "1") {
      return RespondError(
          exchange, 409,
          absl::StrCat("You cannot remove a running container ", container->id,
                       ". Stop the container before attempting removal or "
                       "force remove"));
    }
    state_.Remove(*container);
    exchange.Respond(204);
  }

  void Logs(HttpExchange& exchange, const std::string& name) {
    const absl::MutexLock lock(&state_.mutex);
    const FakeContainer* container = state_.FindContainer(name);
    if (container == nullptr) return Missing(exchange, name);
    std::string bytes;
    for (const auto& [is_stderr, text] : container->output) {
      bytes += StreamBytes(is_stderr, text, container->request.tty());
    }
    exchange.Respond(200, bytes);
  }

  void Attach(HttpExchange& exchange, const std::string& name) {
    absl::ReleasableMutexLock lock(&state_.mutex);
    const FakeContainer* container = state_.FindContainer(name);
    if (container == nullptr) return Missing(exchange, name);
    const std::string id = container->id;
    const bool tty = container->request.tty();
    const bool is_late = container->state == "exited";
    size_t seen =
        exchange.request().Query("logs") == "1" ? 0 : container->output.size();
    lock.Release();
    exchange.Hijack(kSwitchToStream);
    while (SendOutput(exchange, id, tty, seen)) {
    }
    // Like the real one: who comes after the end is not told of it.
    while (is_late && !exchange.Read().empty()) {
    }
  }

 private:
  // Sends what container `id` has printed since `seen`, waiting for it. False
  // at the end.
  bool SendOutput(HttpExchange& exchange, const std::string& id, bool tty,
                  size_t& seen) {
    std::string bytes;
    bool ended = true;
    {
      const absl::MutexLock lock(&state_.mutex);
      const auto news = [&] {
        const auto found = state_.containers.find(id);
        return state_.stopping || found == state_.containers.end() ||
               found->second.state == "exited" ||
               found->second.output.size() > seen;
      };
      state_.mutex.Await(absl::Condition(&news));
      const auto found = state_.containers.find(id);
      if (state_.stopping || found == state_.containers.end()) return false;
      const auto& output = found->second.output;
      for (; seen < output.size(); ++seen) {
        bytes += StreamBytes(output[seen].first, output[seen].second, tty);
      }
      ended = found->second.state == "exited";
    }
    return exchange.Write(bytes) && !ended;
  }

  FakeState& state_;
};

}  // namespace

void AddContainerRoutes(FakeState& state, FakeRouter& router) {
  const auto containers = std::make_shared<Containers>(state);
  const auto add = [&](const std::string& method, const std::string& path,
                       void (Containers::*handler)(HttpExchange&,
                                                   const std::string&)) {
    router.Add(
        method, path,
        [containers, handler](HttpExchange& exchange, const std::string& name) {
          ((*containers).*handler)(exchange, name);
        });
  };
  router.Add("GET", "/containers/json",
             [containers](HttpExchange& exchange, const std::string&) {
               containers->List(exchange);
             });
  add("GET", "/containers/(.+)/json", &Containers::Inspect);
  add("POST", "/containers/(.+)/start", &Containers::Start);
  add("POST", "/containers/(.+)/kill", &Containers::Kill);
  add("POST", "/containers/(.+)/wait", &Containers::Wait);
  add("POST", "/containers/(.+)/attach", &Containers::Attach);
  add("GET", "/containers/(.+)/logs", &Containers::Logs);
  add("DELETE", "/containers/([^/]+)", &Containers::Remove);
}

}  // namespace minidcos
