#include "testing/sample_dcos/services/frameworks.h"

#include "absl/strings/string_view.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/services/mesos_master.h"
#include "testing/sample_dcos/services/service.h"

namespace minidcos::sample {
namespace {

// Answers to `path` with `json`.
void Handle(HttpExchange& exchange, absl::string_view path,
            absl::string_view json, bool ready) {
  if (exchange.request().path != path) {
    return RespondText(exchange, 404, "not found");
  }
  if (!ready) return RespondText(exchange, 503, "no leading master yet");
  RespondJson(exchange, json);
}

bool IsMasterReady() { return AskMaster().log_recovered() == 1; }

}  // namespace

void HandleMarathon(HttpExchange& exchange, bool ready) {
  Handle(exchange, "/v2/info",
         R"({"name":"marathon","version":"sample","elected":true})", ready);
}

void HandleMetronome(HttpExchange& exchange, bool ready) {
  Handle(exchange, "/v1/jobs", "[]", ready);
}

int MarathonMain() {
  return ServeTcp(8080, [](HttpExchange& exchange) {
    HandleMarathon(exchange, IsMasterReady());
  });
}

int MetronomeMain() {
  return ServeTcp(9000, [](HttpExchange& exchange) {
    HandleMetronome(exchange, IsMasterReady());
  });
}

}  // namespace minidcos::sample
