#include "testing/sample_dcos/services/exhibitor.h"

#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "common/base/json.h"
#include "common/base/parallel.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/node/http_client.h"
#include "testing/sample_dcos/node/local_node.h"
#include "testing/sample_dcos/services/cluster_id.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr int kServing = 3;
constexpr int kDown = 1;

bool Serves(const std::string& master) {
  const absl::StatusOr<HttpAnswer> answer =
      CallHttp({.address = master + ":8181",
                .target = "/exhibitor/v1/cluster/state",
                .timeout = absl::Seconds(1)});
  return answer.ok() && answer->status == 200;
}

}  // namespace

Exhibitor::Exhibitor(std::vector<std::string> masters,
                     std::function<bool(const std::string&)> serves)
    : masters_(std::move(masters)), serves_(std::move(serves)) {}

void Exhibitor::Handle(HttpExchange& exchange) const {
  const std::string& path = exchange.request().path;
  if (path == "/exhibitor/v1/cluster/status") {
    std::vector<std::string> items;
    const ExhibitorServers servers = Status();
    for (const ExhibitorServer& server : servers.items()) {
      items.push_back(ToJson(server));
    }
    return RespondJson(exchange,
                       absl::StrCat("[", absl::StrJoin(items, ","), "]"));
  }
  if (path == "/exhibitor/v1/cluster/state") {
    return RespondJson(exchange,
                       R"({"response":{"state":3,"description":"serving"}})");
  }
  const absl::StatusOr<std::string> id = ReadFile(kClusterIdFile);
  if (path == "/sample/cluster-id" && id.ok()) {
    return exchange.Respond(200, *id);
  }
  RespondText(exchange, 404, "not found");
}

ExhibitorServers Exhibitor::Status() const {
  // Not vector<bool>, whose elements share bytes.
  std::vector<int> serving(masters_.size());
  ForEachParallel(static_cast<int>(masters_.size()), /*at_most=*/9, [&](int i) {
    serving[i] = serves_(masters_[i]) ? 1 : 0;
    return absl::OkStatus();
  });
  ExhibitorServers servers;
  bool has_leader = false;
  for (size_t i = 0; i < masters_.size(); ++i) {
    ExhibitorServer& server = *servers.add_items();
    server.set_hostname(masters_[i]);
    server.set_code(serving[i] ? kServing : kDown);
    server.set_description(serving[i] ? "serving" : "down");
    server.set_is_leader(serving[i] && !has_leader);
    has_leader |= server.is_leader();
  }
  return servers;
}

ExhibitorServers AskExhibitor() {
  const absl::StatusOr<HttpAnswer> answer = CallHttp(
      {.address = "127.0.0.1:8181", .target = "/exhibitor/v1/cluster/status"});
  if (!answer.ok() || answer->status != 200) return {};
  ExhibitorServers servers;
  const absl::Status parsed = ParseJsonArray(answer->body, servers);
  return parsed.ok() ? servers : ExhibitorServers();
}

int ExhibitorMain() {
  const absl::StatusOr<LocalNode> node = FindLocalNode();
  if (!node.ok()) {
    std::cerr << node.status().message() << "\n";
    return 1;
  }
  const Exhibitor exhibitor(node->masters, &Serves);
  std::thread([node = *node] { EnsureClusterId(node); }).detach();
  return ServeTcp(8181, [&exhibitor](HttpExchange& exchange) {
    exhibitor.Handle(exchange);
  });
}

}  // namespace minidcos::sample
