#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/base/json.h"
#include "common/base/random_id.h"
#include "common/docker/engine.pb.h"
#include "testing/fake_engine/fake_containers.h"
#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"
#include "testing/fake_engine/fake_stream.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {
namespace {

void NotRunning(HttpExchange& exchange, const std::string& id) {
  RespondError(exchange, 409,
               absl::StrCat("Container ", id, " is not running"));
}

void Missing(HttpExchange& exchange, const std::string& id) {
  RespondError(exchange, 404, absl::StrCat("No such exec instance: ", id));
}

void Create(FakeState& state, HttpExchange& exchange, const std::string& name) {
  FakeExec exec;
  if (!ParseJson(exchange.Body(), exec.call.request).ok()) {
    return RespondError(exchange, 400, "invalid JSON");
  }
  const absl::MutexLock lock(&state.mutex);
  const FakeContainer* container = state.FindContainer(name);
  if (container == nullptr) {
    return RespondError(exchange, 404,
                        absl::StrCat("No such container: ", name));
  }
  if (container->state != "running") {
    return NotRunning(exchange, container->id);
  }
  if (exec.call.request.cmd().empty()) {
    return RespondError(exchange, 400, "No exec command specified");
  }
  exec.call.container = container->name;
  exec.container_id = container->id;
  docker::CreateExecResponse response;
  response.set_id(RandomHex(64));
  state.execs[response.id()] = std::move(exec);
  RespondJson(exchange, 201, response);
}

std::string ReadAll(HttpExchange& exchange) {
  std::string all;
  for (std::string s = exchange.Read(); !s.empty(); s = exchange.Read()) {
    all += s;
  }
  return all;
}

// Runs the exec on the connection, without the lock: the script may take its
// time.
void Run(FakeState& state, HttpExchange& exchange, const std::string& id,
         FakeExecCall call) {
  exchange.Hijack(kSwitchToStream);
  if (call.request.attach_stdin()) call.input = ReadAll(exchange);
  const FakeRun run = state.on_exec(call);
  const bool tty = call.request.tty();
  exchange.Write(StreamBytes(false, run.stdout_text, tty));
  exchange.Write(StreamBytes(true, run.stderr_text, tty));
  if (run.stays) ReadAll(exchange);
  const absl::MutexLock lock(&state.mutex);
  state.execs[id].exit_code = run.exit_code;
}

void Start(FakeState& state, HttpExchange& exchange, const std::string& id) {
  exchange.Body();
  FakeExecCall call;
  {
    const absl::MutexLock lock(&state.mutex);
    const auto found = state.execs.find(id);
    if (found == state.execs.end()) return Missing(exchange, id);
    FakeExec& exec = found->second;
    const auto container = state.containers.find(exec.container_id);
    if (container == state.containers.end() ||
        container->second.state != "running") {
      return NotRunning(exchange, exec.container_id);
    }
    if (exec.started) {
      return RespondError(
          exchange, 409,
          absl::StrCat("Error: Exec command ", id, " is already running"));
    }
    exec.started = true;
    call = exec.call;
  }
  Run(state, exchange, id, std::move(call));
}

void Inspect(FakeState& state, HttpExchange& exchange, const std::string& id) {
  const absl::MutexLock lock(&state.mutex);
  const auto found = state.execs.find(id);
  if (found == state.execs.end()) return Missing(exchange, id);
  docker::ExecDetails details;
  details.set_running(found->second.started &&
                      !found->second.exit_code.has_value());
  if (found->second.exit_code.has_value()) {
    details.set_exit_code(*found->second.exit_code);
  }
  RespondJson(exchange, 200, details);
}

}  // namespace

void AddExecRoutes(FakeState& state, FakeRouter& router) {
  router.Add("POST", "/containers/(.+)/exec",
             [&state](HttpExchange& exchange, auto& name) {
               Create(state, exchange, name);
             });
  router.Add("POST", "/exec/(.+)/start",
             [&state](HttpExchange& exchange, auto& id) {
               Start(state, exchange, id);
             });
  router.Add("GET", "/exec/(.+)/json",
             [&state](HttpExchange& exchange, auto& id) {
               Inspect(state, exchange, id);
             });
}

}  // namespace minidcos
