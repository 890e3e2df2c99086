#include "testing/sample_dcos/services/admin_router.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/node/http_client.h"
#include "testing/sample_dcos/services/diagnostics.h"
#include "testing/sample_dcos/services/mesos_master.h"
#include "testing/sample_dcos/services/page.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

struct Route {
  // Of the path asked for, and what takes its place.
  absl::string_view prefix;
  absl::string_view replacement;
  std::string Upstreams::*upstream;
  bool open = false;
};

// The first that matches counts.
constexpr Route kRoutes[] = {
    {"/acs/api/v1/auth/", "/acs/api/v1/auth/", &Upstreams::iam, true},
    {"/acs/api/v1/", "/acs/api/v1/", &Upstreams::iam},
    {"/exhibitor/exhibitor/v1/cluster/status", "/exhibitor/v1/cluster/status",
     &Upstreams::exhibitor, true},
    {"/exhibitor/", "/", &Upstreams::exhibitor},
    {"/marathon/", "/", &Upstreams::marathon},
    {"/mesos/", "/", &Upstreams::mesos},
    {"/service/marathon/", "/", &Upstreams::marathon},
    {"/service/metronome/", "/", &Upstreams::metronome},
    {"/system/health/v1", "/system/health/v1", &Upstreams::diagnostics},
};

std::string PercentEncode(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
        absl::StrContains("-._~/@:", absl::string_view(&c, 1))) {
      encoded += c;
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

std::string Target(absl::string_view path, const HttpServerRequest& request) {
  std::string target = PercentEncode(path);
  char separator = '?';
  for (const auto& [name, value] : request.query) {
    absl::StrAppend(&target, absl::string_view(&separator, 1),
                    PercentEncode(name), "=", PercentEncode(value));
    separator = '&';
  }
  return target;
}

// Sends the request to `address`, asking for `path`, and its answer back.
void PassOn(HttpExchange& exchange, const std::string& address,
            absl::string_view path) {
  HttpCall call = {.method = exchange.request().method,
                   .address = address,
                   .target = Target(path, exchange.request()),
                   .body = exchange.Body(),
                   .timeout = absl::Seconds(60)};
  for (const char* name : {"authorization", "content-type"}) {
    const std::string value = exchange.request().Header(name);
    if (!value.empty()) call.headers[name] = value;
  }
  const absl::StatusOr<HttpAnswer> answer = CallHttp(call);
  if (!answer.ok()) {
    return RespondText(exchange, 502, answer.status().message());
  }
  HttpServerHeaders headers;
  for (const char* name : {"content-type", "set-cookie"}) {
    const auto found = answer->headers.find(name);
    if (found != answer->headers.end()) headers.insert(*found);
  }
  exchange.Respond(answer->status, answer->body, headers);
}

}  // namespace

AdminRouter::AdminRouter(Upstreams upstreams, std::string files,
                         std::string challenge)
    : upstreams_(std::move(upstreams)),
      files_(std::move(files)),
      challenge_(std::move(challenge)) {}

void AdminRouter::Handle(HttpExchange& exchange) const {
  const std::string& path = exchange.request().path;
  if (path == "/") {
    return exchange.Respond(
        200, Page(DcosVersion(), AskForNodesHealth(upstreams_.diagnostics)),
        {{"Content-Type", "text/html"}});
  }
  for (const absl::string_view name : {"dcos-version.json", "ui-config.json"}) {
    if (path != absl::StrCat("/dcos-metadata/", name)) continue;
    const absl::StatusOr<std::string> json =
        ReadFile(absl::StrCat(files_, "/", name));
    return json.ok() ? RespondJson(exchange, *json)
                     : RespondText(exchange, 404, "not found");
  }
  for (const Route& route : kRoutes) {
    absl::string_view rest = path;
    if (!absl::ConsumePrefix(&rest, route.prefix)) continue;
    if (!route.open && !Admits(exchange)) return;
    return PassOn(exchange, upstreams_.*route.upstream,
                  absl::StrCat(route.replacement, rest));
  }
  absl::string_view rest = path;
  if (absl::ConsumePrefix(&rest, "/slave/") ||
      absl::ConsumePrefix(&rest, "/agent/")) {
    if (Admits(exchange)) PassToAgent(exchange, rest);
    return;
  }
  RespondText(exchange, 404, "not found");
}

std::string AdminRouter::DcosVersion() const {
  const absl::StatusOr<std::string> json =
      ReadFile(absl::StrCat(files_, "/dcos-version.json"));
  if (!json.ok()) return "";
  return FromJson<VersionFile>(*json).value_or(VersionFile()).version();
}

bool AdminRouter::Admits(HttpExchange& exchange) const {
  const std::string header = exchange.request().Header("authorization");
  absl::string_view token = header;
  if (absl::ConsumePrefix(&token, "token=")) {
    const absl::StatusOr<HttpAnswer> answer = CallHttp(
        {.address = upstreams_.iam,
         .target = absl::StrCat("/sample/tokens/", PercentEncode(token))});
    if (answer.ok() && answer->status == 204) return true;
  }
  exchange.Respond(
      401, "Unauthorized\n",
      {{"Content-Type", "text/plain"}, {"WWW-Authenticate", challenge_}});
  return false;
}

void AdminRouter::PassToAgent(HttpExchange& exchange,
                              absl::string_view rest) const {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(rest, absl::MaxSplits('/', 1));
  const absl::StatusOr<Agents> agents = AskForAgents(upstreams_.mesos);
  if (!agents.ok()) {
    return RespondText(exchange, 502, agents.status().message());
  }
  for (const Agent& agent : agents->slaves()) {
    if (agent.id() != parts.first) continue;
    return PassOn(exchange, absl::StrCat(agent.hostname(), ":", agent.port()),
                  absl::StrCat("/", parts.second));
  }
  RespondText(exchange, 404, "no such agent");
}

std::string TargetOf(const HttpServerRequest& request) {
  return Target(request.path, request);
}

int AdminRouterMain() {
  const AdminRouter router(Upstreams(), "/opt/mesosphere/etc");
  return ServeTcp(
      80, [&router](HttpExchange& exchange) { router.Handle(exchange); });
}

int AgentAdminRouterMain() {
  return ServeTcp(61001, [](HttpExchange& exchange) {
    const std::string& path = exchange.request().path;
    if (!absl::StartsWith(path, "/system/health/v1")) {
      return RespondText(exchange, 404, "not found");
    }
    PassOn(exchange, absl::StrCat("unix:", kDiagnosticsSocket), path);
  });
}

}  // namespace minidcos::sample
