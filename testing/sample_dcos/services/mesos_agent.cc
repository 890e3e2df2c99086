#include "testing/sample_dcos/services/mesos_agent.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"
#include "testing/http_server/http_exchange.h"
#include "testing/sample_dcos/node/http_client.h"
#include "testing/sample_dcos/node/local_node.h"
#include "testing/sample_dcos/services/cluster_id.h"
#include "testing/sample_dcos/services/mesos_resources.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"

namespace minidcos::sample {
namespace {

constexpr int kPort = 5051;
constexpr absl::Duration kHeartbeat = absl::Milliseconds(500);
constexpr char kWorkFolder[] = "/var/lib/mesos/slave";

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// An agent keeps its id when it is started anew.
absl::StatusOr<std::string> AgentId() {
  const std::string path = absl::StrCat(kWorkFolder, "/agent-id");
  absl::StatusOr<std::string> known = ReadFile(path);
  if (known.ok()) return known;
  std::error_code error;
  std::filesystem::create_directories(kWorkFolder, error);
  const std::string id = absl::StrCat(RandomUuid(), "-S0");
  RETURN_IF_ERROR(WriteFile(path, id, 0644));
  return id;
}

absl::StatusOr<Agent> Self(const LocalNode& node) {
  ASSIGN_OR_RETURN(const std::string id, AgentId());
  Agent self;
  self.set_id(id);
  self.set_hostname(node.ip);
  self.set_port(kPort);
  self.set_pid(absl::StrCat("slave(1)@", node.ip, ":", kPort));
  self.set_active(true);
  self.set_version(Environment("DCOS_VERSION"));
  for (const auto& [name, value] :
       ParseAttributes(Environment("MESOS_ATTRIBUTES"))) {
    (*self.mutable_attributes())[name] = value;
  }
  ASSIGN_OR_RETURN(*self.mutable_resources(),
                   FindResources(Environment("MESOS_RESOURCES")));
  return self;
}

}  // namespace

MesosAgent::MesosAgent(Agent self, const std::vector<std::string>& masters)
    : self_(std::move(self)), masters_(masters.size()) {
  for (size_t i = 0; i < masters.size(); ++i) masters_[i].address = masters[i];
}

void MesosAgent::Register(int index, absl::Duration interval) {
  while (true) {
    SendHeartbeat(index);
    Context().WaitFor(interval).IgnoreError();
  }
}

void MesosAgent::SendHeartbeat(int index) {
  Master& master = masters_[index];
  const absl::StatusOr<HttpAnswer> answer =
      CallHttp({.method = "POST",
                .address = master.address,
                .target = "/sample/heartbeat",
                .body = ToJson(self_)});
  master.knows_us = answer.ok() && answer->status == 202;
}

void MesosAgent::Handle(HttpExchange& exchange) const {
  const std::string& path = exchange.request().path;
  if (path == "/slave(1)/state") return RespondJson(exchange, ToJson(self_));
  if (path != "/metrics/snapshot") {
    return RespondText(exchange, 404, "not found");
  }
  Metrics metrics;
  metrics.set_registered(IsRegistered() ? 1 : 0);
  RespondJson(exchange, ToJson(metrics));
}

bool MesosAgent::IsRegistered() const {
  return std::any_of(
      masters_.begin(), masters_.end(),
      [](const Master& master) -> bool { return master.knows_us; });
}

std::vector<std::pair<std::string, std::string>> ParseAttributes(
    const std::string& text) {
  std::vector<std::pair<std::string, std::string>> attributes;
  for (const absl::string_view item :
       absl::StrSplit(text, ';', absl::SkipEmpty())) {
    attributes.push_back(absl::StrSplit(item, absl::MaxSplits(':', 1)));
  }
  return attributes;
}

int MesosAgentMain() {
  const absl::StatusOr<LocalNode> node = FindLocalNode();
  if (!node.ok()) {
    std::cerr << node.status().message() << "\n";
    return 1;
  }
  const absl::StatusOr<Agent> self = Self(*node);
  if (!self.ok()) {
    std::cerr << self.status().message() << "\n";
    return 1;
  }
  std::vector<std::string> masters;
  for (const std::string& ip : node->masters) masters.push_back(ip + ":5050");
  MesosAgent agent(*self, masters);
  for (size_t i = 0; i < masters.size(); ++i) {
    std::thread([&agent, i] { agent.Register(i, kHeartbeat); }).detach();
  }
  std::thread([node = *node] { EnsureClusterId(node); }).detach();
  return ServeTcp(kPort,
                  [&agent](HttpExchange& exchange) { agent.Handle(exchange); });
}

}  // namespace minidcos::sample
