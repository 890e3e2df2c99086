#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/base/json.h"
#include "common/base/random_id.h"
#include "common/docker/engine.pb.h"
#include "common/node/command.h"
#include "common/node/launcher.h"
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
  exec.session = static_cast<int>(state.execs.size()) + 1;
  state.execs[response.id()] = std::move(exec);
  RespondJson(exchange, 201, response);
}

// At a terminal a key ends the input.
std::string ReadAll(HttpExchange& exchange, bool tty) {
  std::string all;
  for (std::string s = exchange.Read(); !s.empty(); s = exchange.Read()) {
    all += s;
    if (tty && absl::StrContains(s, '\x04')) break;
  }
  return all;
}

// Commands for nodes are told as they were meant: without what launches them.
bool TakeLauncherAway(docker::CreateExecRequest& request) {
  const std::optional<Command> command =
      CommandOfLaunch({request.cmd().begin(), request.cmd().end()});
  if (!command.has_value()) return false;
  request.mutable_cmd()->Assign(command->argv.begin(), command->argv.end());
  request.set_user(command->user);
  request.set_working_dir(command->directory);
  return true;
}

// If `call` is what sends a signal to a session: ends what stays there.
bool SendSignal(FakeState& state, const FakeExecCall& call) {
  const auto& argv = call.request.cmd();
  constexpr int kWords = 6;
  if (argv.size() != kWords || argv[3] != "minidcos-signal") return false;
  const absl::MutexLock lock(&state.mutex);
  for (auto& [id, exec] : state.execs) {
    if (exec.call.container == call.container && exec.staying != nullptr &&
        absl::StrCat(exec.session) == argv[kWords - 1]) {
      exec.staying->CloseWrite();
    }
  }
  return true;
}

// What reads from the client, which a signal ends.
class Staying {
 public:
  Staying(FakeState& state, HttpExchange& exchange, const std::string& id,
          bool tty)
      : state_(state), exchange_(exchange), id_(id), tty_(tty) {}

  std::string ReadAll() {
    Set(&exchange_);
    std::string all = minidcos::ReadAll(exchange_, tty_);
    Set(nullptr);
    return all;
  }

 private:
  void Set(HttpExchange* exchange) {
    const absl::MutexLock lock(&state_.mutex);
    state_.execs[id_].staying = exchange;
  }

  FakeState& state_;
  HttpExchange& exchange_;
  const std::string id_;
  const bool tty_;
};

// Runs the exec on the connection, without the lock: the script may take its
// time.
void Run(FakeState& state, HttpExchange& exchange, const std::string& id,
         FakeExec exec) {
  exchange.Hijack(kSwitchToStream);
  FakeExecCall& call = exec.call;
  const bool tty = call.request.tty();
  if (TakeLauncherAway(call.request)) {
    exchange.Write(StreamBytes(false, LaunchLine(exec.session), tty));
  }
  Staying staying(state, exchange, id, tty);
  if (call.request.attach_stdin() && !state.answers_first(call)) {
    call.input = staying.ReadAll();
  }
  const FakeRun run = SendSignal(state, call) ? FakeRun() : state.on_exec(call);
  exchange.Write(StreamBytes(false, run.stdout_text, tty));
  exchange.Write(StreamBytes(true, run.stderr_text, tty));
  if (run.stays) staying.ReadAll();
  const absl::MutexLock lock(&state.mutex);
  state.execs[id].exit_code = run.exit_code;
}

void Start(FakeState& state, HttpExchange& exchange, const std::string& id) {
  exchange.Body();
  FakeExec started;
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
    started = exec;
  }
  Run(state, exchange, id, std::move(started));
}

void Resize(FakeState& state, HttpExchange& exchange, const std::string& id) {
  exchange.Body();
  const absl::MutexLock lock(&state.mutex);
  if (state.execs.count(id) == 0) return Missing(exchange, id);
  exchange.Respond(200);
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
  router.Add("POST", "/exec/(.+)/resize",
             [&state](HttpExchange& exchange, auto& id) {
               Resize(state, exchange, id);
             });
  router.Add("GET", "/exec/(.+)/json",
             [&state](HttpExchange& exchange, auto& id) {
               Inspect(state, exchange, id);
             });
}

}  // namespace minidcos
