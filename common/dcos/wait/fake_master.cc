#include "common/dcos/wait/fake_master.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/dcos/dcos.pb.h"
#include "common/dcos/wait/run_here.h"
#include "common/node/command.h"
#include "glog/logging.h"
#include "google/protobuf/struct.pb.h"
#include "re2/re2.h"
#include "testing/fake_transport.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"

namespace minidcos {
namespace {

constexpr char kLoginPath[] = "/acs/api/v1/auth/login";

std::string Text(const google::protobuf::Struct& object, const char* name) {
  const auto field = object.fields().find(name);
  return field == object.fields().end() ? "" : field->second.string_value();
}

}  // namespace

FakeMaster::FakeMaster(const std::vector<std::string>& agent_addresses) {
  SetFile("/opt/mesosphere/etc/dcos-version.json",
          R"({"version": "2.1.0", "dcos-variant": "open"})");
  Answer("/", 200, "<html>DC/OS</html>");
  Answer("/marathon/v2/info", 200, "{}");
  Answer("/exhibitor/exhibitor/v1/cluster/status", 200,
         R"([{"hostname": "10.0.0.1", "code": 3}])");
  std::vector<std::string> agents;
  for (size_t i = 0; i < agent_addresses.size(); ++i) {
    const std::string agent = absl::StrCat(
        R"({"id": "S)", i, R"(", "hostname": ")", agent_addresses[i], R"("})");
    Answer(absl::StrCat("/slave/S", i, "/slave(1)/state"), 200, agent);
    agents.push_back(agent);
  }
  Answer("/mesos/master/slaves", 200,
         absl::StrCat(R"({"slaves": [)", absl::StrJoin(agents, ", "), "]}"));
  Answer("/service/metronome/v1/jobs", 200, "[]");
  Answer("/system/health/v1/units", 200,
         R"({"units": [{"id": "dcos-marathon.service", "health": 0}]})");
  auto server = HttpServer::ListenTcp(
      "127.0.0.1", 0, [this](HttpExchange& exchange) { Handle(exchange); });
  CHECK(server.ok()) << server.status();
  server_ = *std::move(server);
}

std::string FakeMaster::address() const {
  return absl::StrCat("127.0.0.1:", server_->port());
}

void FakeMaster::Answer(const std::string& path, int status,
                        const std::string& body) {
  const absl::MutexLock lock(&mutex_);
  answers_[path] = {status, body};
}

void FakeMaster::Fail(const std::string& path, int status, int times) {
  const absl::MutexLock lock(&mutex_);
  failures_[path] = {status, times};
}

void FakeMaster::LogOut() {
  const absl::MutexLock lock(&mutex_);
  token_.clear();
}

std::vector<std::string> FakeMaster::requests() const {
  const absl::MutexLock lock(&mutex_);
  return requests_;
}

std::map<std::string, std::string> FakeMaster::users() const {
  const absl::MutexLock lock(&mutex_);
  return users_;
}

void FakeMaster::AddUser(const std::string& name, const std::string& password) {
  const absl::MutexLock lock(&mutex_);
  users_[name] = password;
}

void FakeMaster::SetFile(const std::string& path, const std::string& content) {
  const absl::MutexLock lock(&mutex_);
  files_[path] = content;
}

absl::StatusOr<CommandResult> FakeMaster::Run(const Context& ctx,
                                              const FakeCall& call) {
  if (absl::StrContains(call.input, "127.0.0.1:8101")) {
    return ChangeUser(call.input);
  }
  const std::vector<std::string>& argv = call.command.argv;
  if (argv[0] != "cat" || absl::StartsWith(argv[1], "/proc/")) {
    return RunHere(ctx, call);
  }
  const absl::MutexLock lock(&mutex_);
  const auto file = files_.find(argv[1]);
  if (file == files_.end()) return CommandResult{.exit_code = 1};
  return CommandResult{.stdout_text = file->second};
}

CommandResult FakeMaster::ChangeUser(const std::string& curl_config) {
  std::string method, name, password;
  RE2::PartialMatch(curl_config, R"re(request = "(\w+)")re", &method);
  RE2::PartialMatch(curl_config, R"re(/acs/api/v1/users/([^"]+)")re", &name);
  RE2::PartialMatch(curl_config, R"re(password\\": \\"(\w+)\\")re", &password);
  const absl::MutexLock lock(&mutex_);
  if (method == "GET") return ListUsers();
  requests_.push_back(absl::StrCat(method, " user"));
  const char* answer = "201 Created";
  if (method == "DELETE") {
    answer = users_.erase(name) > 0 ? "204 No Content" : "404 Not Found";
  } else {
    users_[name] = password;
  }
  return {.stdout_text = absl::StrCat("HTTP/1.1 ", answer, "\r\n\r\n")};
}

CommandResult FakeMaster::ListUsers() {
  std::vector<std::string> users;
  for (const auto& [name, password] : users_) {
    users.push_back(absl::StrCat(R"({"uid": ")", name, R"("})"));
  }
  return {.stdout_text = absl::StrCat("HTTP/1.1 200 OK\r\n\r\n{\"array\": [",
                                      absl::StrJoin(users, ", "), "]}")};
}

void FakeMaster::Handle(HttpExchange& exchange) {
  const HttpServerRequest& request = exchange.request();
  std::pair<int, std::string> answer;
  bool fixed = false;
  {
    const absl::MutexLock lock(&mutex_);
    requests_.push_back(absl::StrCat(request.method, " ", request.path));
    auto& [status, times] = failures_[request.path];
    const bool authorized =
        !token_.empty() &&
        request.Header("authorization") == absl::StrCat("token=", token_);
    fixed = answers_.count(request.path) > 0;
    if (times > 0) {
      --times;
      fixed = true;
      answer = {status, "not yet"};
    } else if (request.path != "/" && request.path != kLoginPath &&
               !authorized) {
      fixed = true;
      answer = {401, "log in"};
    } else if (fixed) {
      answer = answers_[request.path];
    }
  }
  if (!fixed && request.path == kLoginPath) return Login(exchange);
  if (!fixed) return exchange.Respond(404);
  if (answer.first == 0) {
    exchange.Hijack("");
    exchange.Read();
    return;
  }
  exchange.Respond(answer.first, answer.second);
}

void FakeMaster::Login(HttpExchange& exchange) {
  google::protobuf::Struct login;
  const bool parsed = ParseJson(exchange.Body(), login).ok();
  const absl::MutexLock lock(&mutex_);
  const auto user = users_.find(Text(login, "uid"));
  if (!parsed || user == users_.end() ||
      user->second != Text(login, "password")) {
    return exchange.Respond(401, "bad credentials");
  }
  token_ = absl::StrCat("token-", ++logins_);
  exchange.Respond(200, absl::StrCat(R"({"token": ")", token_, R"("})"),
                   {{"Set-Cookie", "dcos-acs-info-cookie=abc; Path=/"},
                    {"Set-Cookie", absl::StrCat("dcos-acs-auth-cookie=", token_,
                                                "; Path=/; HttpOnly")}});
}

}  // namespace minidcos
