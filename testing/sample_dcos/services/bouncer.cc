#include "testing/sample_dcos/services/bouncer.h"

#include <filesystem>
#include <iostream>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/base/password.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr char kUsersFolder[] = "/var/lib/dcos/bouncer";
constexpr absl::string_view kUsers = "/acs/api/v1/users";

// Few: tests log in often.
constexpr int kRounds = 5000;

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

Bouncer::Bouncer(std::string users_path) : users_path_(std::move(users_path)) {
  const absl::StatusOr<std::string> saved = ReadFile(users_path_);
  if (!saved.ok()) return;
  for (const absl::string_view line :
       absl::StrSplit(*saved, '\n', absl::SkipEmpty())) {
    users_.insert(std::pair<std::string, std::string>(
        absl::StrSplit(line, absl::MaxSplits('\t', 1))));
  }
}

void Bouncer::Handle(HttpExchange& exchange) {
  absl::string_view path = exchange.request().path;
  if (path == kUsers) return ListUsers(exchange);
  if (path == "/acs/api/v1/auth/login") return LogIn(exchange);
  if (absl::ConsumePrefix(&path, "/acs/api/v1/users/")) {
    return HandleUser(exchange, std::string(path));
  }
  if (absl::ConsumePrefix(&path, "/sample/tokens/")) {
    return exchange.Respond(IsValid(std::string(path)) ? 204 : 404);
  }
  RespondText(exchange, 404, "not found");
}

void Bouncer::HandleUser(HttpExchange& exchange, const std::string& uid) {
  const std::string& method = exchange.request().method;
  const std::string password =
      FromJson<NewUser>(exchange.Body()).value_or(NewUser()).password();
  const std::lock_guard lock(mutex_);
  const bool known = users_.count(uid) > 0;
  if (method == "PUT") {
    if (known) return RespondText(exchange, 409, "user exists");
    users_[uid] = password.empty() ? "" : HashPassword(password, kRounds);
    SaveUsers();
    return exchange.Respond(201);
  }
  if (!known) return RespondText(exchange, 404, "no such user");
  if (method == "GET") {
    return RespondJson(exchange,
                       ToJson(Describe(uid, /*local=*/!users_[uid].empty())));
  }
  if (method != "DELETE") return RespondText(exchange, 405, "not allowed");
  users_.erase(uid);
  SaveUsers();
  exchange.Respond(204);
}

void Bouncer::ListUsers(HttpExchange& exchange) {
  Users users;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [uid, hash] : users_) {
      *users.add_array() = Describe(uid, /*local=*/!hash.empty());
    }
  }
  RespondJson(exchange, ToJson(users));
}

void Bouncer::LogIn(HttpExchange& exchange) {
  const absl::StatusOr<Login> login = FromJson<Login>(exchange.Body());
  LoggedIn answer;
  {
    const std::lock_guard lock(mutex_);
    const std::string uid = login.ok() ? Authenticate(*login) : "";
    if (uid.empty()) return RespondText(exchange, 401, "invalid credentials");
    answer.set_token(RandomHex(64));
    tokens_[answer.token()] = uid;
  }
  exchange.Respond(
      200, ToJson(answer),
      {{"Content-Type", "application/json"},
       {"Set-Cookie", absl::StrCat("dcos-acs-auth-cookie=", answer.token(),
                                   "; Path=/; HttpOnly; Max-Age=432000")}});
}

std::string Bouncer::Authenticate(const Login& login) {
  const bool local = login.token().empty();
  const std::string uid = local ? login.uid() : EmailOf(login.token());
  if (users_.empty() && !local && !uid.empty()) {
    users_[uid] = "";
    SaveUsers();
  }
  const auto user = users_.find(uid);
  if (user == users_.end() || user->second.empty() == local) return "";
  if (local && !IsHashOf(user->second, login.password())) return "";
  return uid;
}

bool Bouncer::IsValid(const std::string& token) {
  const std::lock_guard lock(mutex_);
  const auto found = tokens_.find(token);
  return found != tokens_.end() && users_.count(found->second) > 0;
}

void Bouncer::SaveUsers() {
  const absl::Status saved =
      WriteFile(users_path_,
                absl::StrJoin(users_, "\n", absl::PairFormatter("\t")), 0600);
  if (!saved.ok()) std::cerr << saved.message() << "\n";
}

std::string EmailOf(absl::string_view token) {
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  std::string claims;
  if (parts.size() != 3 || !absl::WebSafeBase64Unescape(parts[1], &claims)) {
    return "";
  }
  return FromJson<IdentityClaims>(claims).value_or(IdentityClaims()).email();
}

int BouncerMain() {
  std::error_code error;
  std::filesystem::create_directories(kUsersFolder, error);
  Bouncer bouncer(absl::StrCat(kUsersFolder, "/users"));
  return ServeTcp(
      8101, [&bouncer](HttpExchange& exchange) { bouncer.Handle(exchange); },
      "127.0.0.1");
}

}  // namespace minidcos::sample
