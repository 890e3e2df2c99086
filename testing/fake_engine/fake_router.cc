#include "testing/fake_engine/fake_router.h"

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/json.h"
#include "common/docker/engine.pb.h"
#include "google/protobuf/message.h"
#include "google/protobuf/struct.pb.h"
#include "re2/re2.h"
#include "testing/http_server/http_exchange.h"

namespace minidcos {
namespace {

const HttpServerHeaders kJson = {{"Content-Type", "application/json"}};

bool HasLabel(const std::map<std::string, std::string>& labels,
              absl::string_view wanted) {
  const std::pair<std::string, std::string> pair =
      absl::StrSplit(wanted, absl::MaxSplits('=', 1));
  const auto found = labels.find(pair.first);
  return found != labels.end() &&
         (!absl::StrContains(wanted, '=') || found->second == pair.second);
}

}  // namespace

void FakeRouter::Add(const std::string& method, const std::string& path_regex,
                     FakeHandler handler) {
  routes_.emplace_back(method, path_regex, std::move(handler));
}

void FakeRouter::Handle(HttpExchange& exchange, const std::string& path) const {
  for (const Route& route : routes_) {
    if (route.method != exchange.request().method) continue;
    std::string name;
    const bool matches = route.regex.NumberOfCapturingGroups() == 0
                             ? RE2::FullMatch(path, route.regex)
                             : RE2::FullMatch(path, route.regex, &name);
    if (matches) return route.handler(exchange, name);
  }
  RespondError(exchange, 404, "page not found");
}

void RespondJson(HttpExchange& exchange, int status,
                 const google::protobuf::Message& message) {
  const absl::StatusOr<std::string> json = ToJson(message);
  if (!json.ok()) return RespondError(exchange, 500, "not UTF-8");
  exchange.Respond(status, *json, kJson);
}

void RespondArray(HttpExchange& exchange,
                  const google::protobuf::Message& message) {
  const std::string json = ToJson(message).value_or("{}");
  absl::string_view array = json;
  const bool some = absl::ConsumePrefix(&array, "{\"items\":");
  absl::ConsumeSuffix(&array, "}");
  exchange.Respond(200, some ? array : "[]", kJson);
}

void RespondError(HttpExchange& exchange, int status, absl::string_view text) {
  docker::ErrorResponse error;
  error.set_message(std::string(text));
  exchange.Respond(status, ToJson(error).value_or("{}"), kJson);
}

bool PassesFilters(const HttpExchange& exchange, const std::string& name,
                   const std::map<std::string, std::string>& labels) {
  google::protobuf::Struct filters;
  const std::string json = exchange.request().Query("filters");
  if (json.empty() || !ParseJson(json, filters).ok()) return true;
  for (const auto& value :
       (*filters.mutable_fields())["label"].list_value().values()) {
    if (!HasLabel(labels, value.string_value())) return false;
  }
  const auto& names = (*filters.mutable_fields())["name"].list_value().values();
  for (const auto& value : names) {
    if (RE2::PartialMatch(name, value.string_value())) return true;
  }
  return names.empty();
}

}  // namespace minidcos
