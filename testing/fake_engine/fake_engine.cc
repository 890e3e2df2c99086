#include "testing/fake_engine/fake_engine.h"

#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/files.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/engine_client.h"
#include "glog/logging.h"
#include "re2/re2.h"
#include "testing/fake_engine/fake_containers.h"
#include "testing/fake_engine/fake_faults.h"
#include "testing/fake_engine/fake_images.h"
#include "testing/fake_engine/fake_networks.h"
#include "testing/fake_engine/fake_router.h"
#include "testing/fake_engine/fake_state.h"
#include "testing/fake_engine/fake_system.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"

namespace minidcos {
namespace {

// A socket's path may have 107 characters: too few for TEST_TMPDIR.
constexpr char kShortFolder[] = "/tmp";

FakeRun BootNode(const FakeContainer&) {
  return {.stdout_text = "minidcos-ready running -\r\n", .stays = true};
}

int Minor(const std::string& version) {
  const std::vector<std::string> parts = absl::StrSplit(version, '.');
  int minor = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &minor)) return 0;
  return minor;
}

}  // namespace

FakeEngine::FakeEngine()
    : exec_script_([](const FakeExecCall&) { return FakeRun(); }) {
  state_.on_start = &BootNode;
  state_.on_exec = [this](const FakeExecCall& call) { return RunExec(call); };
  state_.answers_first = [this](const FakeExecCall& call) {
    return AnswersFirst(call);
  };
  state_.version.set_version("20.10.24");
  state_.version.set_api_version("1.41");
  state_.info.set_server_version("20.10.24");
  state_.info.set_driver("overlay2");
  state_.info.set_cgroup_version("2");
  state_.Add(FakeImage{.reference = "image"});
  AddNetworkRoutes(state_, router_);
  AddSystemRoutes(state_, router_);
  AddContainerRoutes(state_, router_);
  AddCreateRoute(state_, router_);
  AddArchiveRoutes(state_, router_);
  AddExecRoutes(state_, router_);
  AddImageRoutes(state_, router_);
  auto folder = ScopedFolder::Make(kShortFolder, "fake-engine-");
  CHECK(folder.ok()) << folder.status();
  folder_.emplace(*std::move(folder));
  const std::string socket = absl::StrCat(folder_->path(), "/socket");
  host_ = absl::StrCat("unix://", socket);
  auto server = HttpServer::ListenUnix(
      socket, [this](HttpExchange& exchange) { Handle(exchange); });
  CHECK(server.ok()) << server.status();
  server_ = *std::move(server);
  auto client = NewEngineClient(host_);
  CHECK(client.ok()) << client.status();
  client_ = *std::move(client);
}

FakeEngine::~FakeEngine() {
  {
    const absl::MutexLock lock(&state_.mutex);
    state_.stopping = true;
  }
  faults_.ReleaseAll();
  server_ = nullptr;
  tcp_server_ = nullptr;
}

std::string FakeEngine::ServeTcp() {
  auto server = HttpServer::ListenTcp(
      "127.0.0.1", 0, [this](HttpExchange& exchange) { Handle(exchange); });
  CHECK(server.ok()) << server.status();
  tcp_server_ = *std::move(server);
  // They would be of the user's engine, and whoever asks this one by its
  // address would ask by TLS.
  for (const char* const name :
       {"DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"}) {
    unsetenv(name);
  }
  return absl::StrCat("tcp://127.0.0.1:", tcp_server_->port());
}

void FakeEngine::Handle(HttpExchange& exchange) {
  std::string version;
  std::string path = exchange.request().path;
  RE2::FullMatch(path, "/v([0-9.]+)(/.*)", &version, &path);
  {
    const absl::MutexLock lock(&mutex_);
    requests_.push_back({.method = exchange.request().method,
                         .path = path,
                         .version = version,
                         .query = exchange.request().query});
  }
  const std::optional<Fault> fault =
      faults_.Take(exchange.request().method, path);
  if (fault.has_value() && fault->instead) return fault->instead(exchange);
  if (fault.has_value() && fault->lose_answer) exchange.LoseAnswer();
  Answer(exchange, path, version);
}

void FakeEngine::Answer(HttpExchange& exchange, const std::string& path,
                        const std::string& version) {
  std::string newest;
  {
    const absl::MutexLock lock(&state_.mutex);
    newest = state_.version.api_version();
  }
  if (Minor(version) > Minor(newest)) {
    return RespondError(
        exchange, 400,
        absl::StrCat("client version ", version,
                     " is too new. Maximum supported API version is ", newest));
  }
  router_.Handle(exchange, path);
}

FakeRun FakeEngine::RunExec(const FakeExecCall& call) {
  std::function<FakeRun(const FakeExecCall&)> script;
  {
    const absl::MutexLock lock(&mutex_);
    execs_.push_back(call);
    const auto& cmd = call.request.cmd();
    const auto found = exec_runs_.find({cmd.begin(), cmd.end()});
    if (found != exec_runs_.end()) return found->second;
    script = exec_script_;
  }
  return script(call);
}

bool FakeEngine::AnswersFirst(const FakeExecCall& call) {
  const absl::MutexLock lock(&mutex_);
  const auto& cmd = call.request.cmd();
  const auto found = exec_runs_.find({cmd.begin(), cmd.end()});
  return found != exec_runs_.end() && found->second.stays;
}

std::string FakeEngine::AddContainer(FakeContainer container) {
  const absl::MutexLock lock(&state_.mutex);
  return state_.Add(std::move(container));
}

void FakeEngine::AddImage(FakeImage image) {
  const absl::MutexLock lock(&state_.mutex);
  state_.Add(std::move(image));
}

void FakeEngine::AddVolume(FakeThing volume) {
  const absl::MutexLock lock(&state_.mutex);
  state_.volumes.push_back(std::move(volume));
}

void FakeEngine::AddNetwork(FakeNetwork network) {
  const absl::MutexLock lock(&state_.mutex);
  state_.networks.push_back(std::move(network));
}

std::vector<FakeContainer> FakeEngine::containers() const {
  const absl::MutexLock lock(&state_.mutex);
  std::vector<FakeContainer> all;
  for (const auto& [id, container] : state_.containers) {
    all.push_back(container);
  }
  return all;
}

std::optional<FakeContainer> FakeEngine::FindContainer(
    absl::string_view reference) const {
  const absl::MutexLock lock(&state_.mutex);
  const FakeContainer* found =
      const_cast<FakeState&>(state_).FindContainer(reference);
  if (found == nullptr) return std::nullopt;
  return *found;
}

std::vector<FakeImage> FakeEngine::images() const {
  const absl::MutexLock lock(&state_.mutex);
  return state_.images;
}

std::vector<FakeThing> FakeEngine::volumes() const {
  const absl::MutexLock lock(&state_.mutex);
  return state_.volumes;
}

std::vector<FakeNetwork> FakeEngine::networks() const {
  const absl::MutexLock lock(&state_.mutex);
  return state_.networks;
}

void FakeEngine::Print(absl::string_view reference, absl::string_view output) {
  const absl::MutexLock lock(&state_.mutex);
  FakeContainer* container = state_.FindContainer(reference);
  CHECK(container != nullptr) << "no container " << reference;
  container->output.emplace_back(false, output);
}

void FakeEngine::Exit(absl::string_view reference, int exit_code) {
  const absl::MutexLock lock(&state_.mutex);
  FakeContainer* container = state_.FindContainer(reference);
  CHECK(container != nullptr) << "no container " << reference;
  state_.End(*container, exit_code);
}

void FakeEngine::OnExec(std::vector<std::string> argv, FakeRun run) {
  const absl::MutexLock lock(&mutex_);
  exec_runs_[std::move(argv)] = std::move(run);
}

void FakeEngine::OnAnyExec(std::function<FakeRun(const FakeExecCall&)> script) {
  const absl::MutexLock lock(&mutex_);
  exec_script_ = std::move(script);
}

std::vector<FakeExecCall> FakeEngine::execs() const {
  const absl::MutexLock lock(&mutex_);
  return execs_;
}

void FakeEngine::OnStart(std::function<FakeRun(const FakeContainer&)> script) {
  const absl::MutexLock lock(&state_.mutex);
  state_.on_start = std::move(script);
}

void FakeEngine::RefusePrivileged() {
  const absl::MutexLock lock(&state_.mutex);
  state_.refuses_privileged = true;
}

void FakeEngine::SetApiVersion(const std::string& version) {
  const absl::MutexLock lock(&state_.mutex);
  state_.version.set_api_version(version);
}

void FakeEngine::SetInfo(const docker::InfoResponse& info) {
  const absl::MutexLock lock(&state_.mutex);
  state_.info = info;
}

void FakeEngine::FailNext(const std::string& method,
                          const std::string& path_regex, int status,
                          const std::string& message) {
  faults_.Add({.method = method,
               .path_regex = path_regex,
               .instead = [status, message](HttpExchange& exchange) {
                 RespondError(exchange, status, message);
               }});
}

void FakeEngine::AnswerNext(const std::string& method,
                            const std::string& path_regex,
                            const std::string& bytes) {
  faults_.Add({.method = method,
               .path_regex = path_regex,
               .instead = [bytes](HttpExchange& exchange) {
                 exchange.Body();
                 exchange.Hijack(bytes);
               }});
}

void FakeEngine::LoseNextAnswer(const std::string& method,
                                const std::string& path_regex) {
  faults_.Add(
      {.method = method, .path_regex = path_regex, .lose_answer = true});
}

std::shared_ptr<Stall> FakeEngine::StallNext(const std::string& method,
                                             const std::string& path_regex) {
  auto stall = std::make_shared<Stall>();
  faults_.Add({.method = method, .path_regex = path_regex, .stall = stall});
  return stall;
}

std::vector<FakeEngine::Request> FakeEngine::requests() const {
  const absl::MutexLock lock(&mutex_);
  return requests_;
}

}  // namespace minidcos
