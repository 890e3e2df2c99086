#include "testing/sample_dcos/services/service.h"

#include <unistd.h>

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "testing/http_server/http_exchange.h"
#include "testing/http_server/http_server.h"
#include "testing/sample_dcos/node/systemd.h"

namespace minidcos::sample {
namespace {

int ServeForever(absl::StatusOr<std::unique_ptr<HttpServer>> server) {
  if (!server.ok()) {
    std::cerr << server.status().message() << "\n";
    return 1;
  }
  NotifyReady();
  while (true) pause();
}

}  // namespace

void RespondJson(HttpExchange& exchange, absl::string_view json) {
  exchange.Respond(200, json, {{"Content-Type", "application/json"}});
}

void RespondText(HttpExchange& exchange, int status, absl::string_view text) {
  exchange.Respond(status, absl::StrCat(text, "\n"),
                   {{"Content-Type", "text/plain"}});
}

int ServeTcp(int port, HttpHandler handler, const std::string& ip) {
  return ServeForever(HttpServer::ListenTcp(ip, port, std::move(handler)));
}

int ServeUnix(const std::string& path, HttpHandler handler) {
  return ServeForever(HttpServer::ListenUnix(path, std::move(handler)));
}

int ExitCodeOf(const absl::StatusOr<int>& served) {
  if (!served.ok()) std::cerr << served.status().message() << "\n";
  return served.value_or(1);
}

}  // namespace minidcos::sample
