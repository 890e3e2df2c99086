#include "testing/sample_dcos/services/user_store.h"

#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "common/base/parallel.h"
#include "common/base/random_id.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/node/http_client.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr char kTarget[] = "/sample/iam";

// People wait for it when a master is gone.
constexpr absl::Duration kTimeout = absl::Seconds(1);

constexpr int kAtOnce = 8;

}  // namespace

UserStore::UserStore(std::string path, std::vector<std::string> others)
    : path_(std::move(path)), others_(std::move(others)) {
  const absl::StatusOr<std::string> saved = ReadFile(path_);
  if (saved.ok()) Merge(FromJson<IamState>(*saved).value_or(IamState()));
}

bool UserStore::Add(const std::string& uid, const std::string& hash) {
  {
    const std::lock_guard lock(mutex_);
    if (Has(uid)) return false;
    Change(uid, hash, /*removed=*/false);
  }
  TellOthers();
  return true;
}

bool UserStore::Remove(const std::string& uid) {
  {
    const std::lock_guard lock(mutex_);
    if (!Has(uid)) return false;
    Change(uid, "", /*removed=*/true);
  }
  TellOthers();
  return true;
}

std::optional<std::string> UserStore::FindHash(const std::string& uid) {
  const std::lock_guard lock(mutex_);
  if (!Has(uid)) return std::nullopt;
  return accounts_[uid].hash();
}

std::map<std::string, std::string> UserStore::Users() {
  std::map<std::string, std::string> users;
  const std::lock_guard lock(mutex_);
  for (const auto& [uid, account] : accounts_) {
    if (!account.removed()) users[uid] = account.hash();
  }
  return users;
}

std::string UserStore::NewToken(const std::string& uid) {
  const std::string token = RandomHex(64);
  {
    const std::lock_guard lock(mutex_);
    tokens_[token] = uid;
    Save();
  }
  TellOthers();
  return token;
}

bool UserStore::IsValid(const std::string& token) {
  const std::lock_guard lock(mutex_);
  const auto found = tokens_.find(token);
  return found != tokens_.end() && Has(found->second);
}

void UserStore::AskOthers() {
  ForEachParallel(static_cast<int>(others_.size()), kAtOnce, [this](int i) {
    const absl::StatusOr<HttpAnswer> answer = CallHttp(
        {.address = others_[i], .target = kTarget, .timeout = kTimeout});
    if (answer.ok() && answer->status == 200) {
      Merge(FromJson<IamState>(answer->body).value_or(IamState()));
    }
    return absl::OkStatus();
  });
}

void UserStore::Handle(HttpExchange& exchange) {
  if (exchange.request().path != kTarget) {
    return RespondText(exchange, 404, "not found");
  }
  if (exchange.request().method == "GET") {
    const std::lock_guard lock(mutex_);
    return RespondJson(exchange, State());
  }
  const absl::StatusOr<IamState> state = FromJson<IamState>(exchange.Body());
  if (!state.ok()) return RespondText(exchange, 400, "not a state");
  Merge(*state);
  exchange.Respond(204);
}

void UserStore::Merge(const IamState& state) {
  bool changed = false;
  const std::lock_guard lock(mutex_);
  for (const Account& account : state.accounts()) {
    Account& known = accounts_[account.uid()];
    if (account.changed() <= known.changed()) continue;
    known = account;
    changed = true;
  }
  for (const auto& [token, uid] : state.tokens()) {
    changed |= tokens_.emplace(token, uid).second;
  }
  if (changed) Save();
}

void UserStore::Change(const std::string& uid, const std::string& hash,
                       bool removed) {
  Account& account = accounts_[uid];
  account.set_uid(uid);
  account.set_hash(hash);
  account.set_removed(removed);
  account.set_changed(absl::ToUnixNanos(absl::Now()));
  Save();
}

bool UserStore::Has(const std::string& uid) const {
  const auto found = accounts_.find(uid);
  return found != accounts_.end() && !found->second.removed();
}

std::string UserStore::State() const {
  IamState state;
  for (const auto& [uid, account] : accounts_) {
    *state.add_accounts() = account;
  }
  state.mutable_tokens()->insert(tokens_.begin(), tokens_.end());
  return ToJson(state);
}

void UserStore::Save() {
  const absl::Status saved = WriteFile(path_, State(), 0600);
  if (!saved.ok()) std::cerr << saved.message() << "\n";
}

void UserStore::TellOthers() {
  std::string state;
  {
    const std::lock_guard lock(mutex_);
    state = State();
  }
  ForEachParallel(static_cast<int>(others_.size()), kAtOnce, [&](int i) {
    return CallHttp({.method = "POST",
                     .address = others_[i],
                     .target = kTarget,
                     .body = state,
                     .timeout = kTimeout})
        .status();
  });
}

}  // namespace minidcos::sample
