#include "testing/sample_dcos/services/bouncer.h"

#include <filesystem>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/sample_dcos/base/password.h"
#include "testing/sample_dcos/node/local_node.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/services/user_store.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr char kUsersFolder[] = "/var/lib/dcos/bouncer";
constexpr absl::string_view kUsers = "/acs/api/v1/users";

// Few: tests log in often.
constexpr int kRounds = 5000;

// Of CockroachDB, where the real one keeps users.
constexpr int kStorePort = 26257;

constexpr absl::Duration kAskAgain = absl::Seconds(1);

User Describe(const std::string& uid, bool local) {
  User user;
  user.set_uid(uid);
  user.set_url(absl::StrCat(kUsers, "/", uid));
  user.set_provider_type(local ? "internal" : "oidc");
  user.set_provider_id(local ? "" : "https://dcos.auth0.com/");
  user.set_is_remote(!local);
  return user;
}

}  // namespace

void Bouncer::Handle(HttpExchange& exchange) {
  absl::string_view path = exchange.request().path;
  if (path == kUsers) return ListUsers(exchange);
  if (path == "/acs/api/v1/auth/login") return LogIn(exchange);
  if (absl::ConsumePrefix(&path, "/acs/api/v1/users/")) {
    return HandleUser(exchange, std::string(path));
  }
  if (absl::ConsumePrefix(&path, "/sample/tokens/")) {
    return exchange.Respond(users_.IsValid(std::string(path)) ? 204 : 404);
  }
  RespondText(exchange, 404, "not found");
}

void Bouncer::HandleUser(HttpExchange& exchange, const std::string& uid) {
  const std::string& method = exchange.request().method;
  if (method == "PUT") {
    const std::string password =
        FromJson<NewUser>(exchange.Body()).value_or(NewUser()).password();
    const bool added = users_.Add(
        uid, password.empty() ? "" : HashPassword(password, kRounds));
    return added ? exchange.Respond(201)
                 : RespondText(exchange, 409, "user exists");
  }
  if (method == "DELETE") {
    return users_.Remove(uid) ? exchange.Respond(204)
                              : RespondText(exchange, 404, "no such user");
  }
  if (method != "GET") return RespondText(exchange, 405, "not allowed");
  const std::optional<std::string> hash = users_.FindHash(uid);
  if (!hash.has_value()) return RespondText(exchange, 404, "no such user");
  RespondJson(exchange, ToJson(Describe(uid, /*local=*/!hash->empty())));
}

void Bouncer::ListUsers(HttpExchange& exchange) {
  Users users;
  for (const auto& [uid, hash] : users_.Users()) {
    *users.add_array() = Describe(uid, /*local=*/!hash.empty());
  }
  RespondJson(exchange, ToJson(users));
}

void Bouncer::LogIn(HttpExchange& exchange) {
  const absl::StatusOr<Login> login = FromJson<Login>(exchange.Body());
  const std::string uid = login.ok() ? Authenticate(*login) : "";
  if (uid.empty()) return RespondText(exchange, 401, "invalid credentials");
  LoggedIn answer;
  answer.set_token(users_.NewToken(uid));
  exchange.Respond(
      200, ToJson(answer),
      {{"Content-Type", "application/json"},
       {"Set-Cookie", absl::StrCat("dcos-acs-auth-cookie=", answer.token(),
                                   "; Path=/; HttpOnly; Max-Age=432000")}});
}

std::string Bouncer::Authenticate(const Login& login) {
  const bool local = login.token().empty();
  const std::string uid = local ? login.uid() : EmailOf(login.token());
  if (!local && !uid.empty() && users_.Users().empty()) users_.Add(uid, "");
  const std::optional<std::string> hash = users_.FindHash(uid);
  if (!hash.has_value() || hash->empty() == local) return "";
  if (local && !IsHashOf(*hash, login.password())) return "";
  return uid;
}

std::string EmailOf(absl::string_view token) {
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  std::string claims;
  if (parts.size() != 3 || !absl::WebSafeBase64Unescape(parts[1], &claims)) {
    return "";
  }
  return FromJson<IdentityClaims>(claims).value_or(IdentityClaims()).email();
}

int ServeBouncer(const std::function<HttpHandler(UserStore&)>& handler_of) {
  const absl::StatusOr<LocalNode> node = FindLocalNode();
  if (!node.ok()) {
    std::cerr << node.status().message() << "\n";
    return 1;
  }
  std::vector<std::string> others;
  for (const std::string& ip : node->masters) {
    if (ip != node->ip) others.push_back(absl::StrCat(ip, ":", kStorePort));
  }
  std::error_code error;
  std::filesystem::create_directories(kUsersFolder, error);
  UserStore users(absl::StrCat(kUsersFolder, "/users"), others);
  const auto shared = HttpServer::ListenTcp(
      node->ip, kStorePort,
      [&users](HttpExchange& exchange) { users.Handle(exchange); });
  if (!shared.ok()) {
    std::cerr << shared.status().message() << "\n";
    return 1;
  }
  // What changed while one of them could not be told.
  std::thread([&users] {
    while (true) {
      users.AskOthers();
      Context().WaitFor(kAskAgain).IgnoreError();
    }
  }).detach();
  return ServeTcp(8101, handler_of(users), "127.0.0.1");
}

int BouncerMain() {
  return ServeBouncer([](UserStore& users) -> HttpHandler {
    return [bouncer = Bouncer(users)](HttpExchange& exchange) mutable {
      bouncer.Handle(exchange);
    };
  });
}

}  // namespace minidcos::sample
