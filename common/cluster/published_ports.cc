#include "common/cluster/published_ports.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/docker/engine.pb.h"
#include "google/protobuf/struct.pb.h"

namespace minidcos {
namespace {

int ToPort(const std::string& text) {
  int port;
  return absl::SimpleAtoi(text, &port) ? port : 0;
}

std::string Field(const google::protobuf::Value& binding,
                  const std::string& name) {
  const auto& fields = binding.struct_value().fields();
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second.string_value();
}

}  // namespace

std::vector<PublishedPort> PublishedPorts(
    const docker::ContainerDetails& container) {
  std::vector<PublishedPort> ports;
  for (const auto& [name, bindings] : container.network_settings().ports()) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(name, absl::MaxSplits('/', 1));
    for (const auto& binding : bindings.list_value().values()) {
      ports.push_back({.container_port = ToPort(parts.first),
                       .protocol = parts.second,
                       .host_ip = Field(binding, "HostIp"),
                       .host_port = ToPort(Field(binding, "HostPort"))});
    }
  }
  const auto key = [](const PublishedPort& port) {
    return std::tie(port.container_port, port.protocol, port.host_ip,
                    port.host_port);
  };
  std::sort(ports.begin(), ports.end(),
            [&key](const PublishedPort& a, const PublishedPort& b) {
              return key(a) < key(b);
            });
  return ports;
}

}  // namespace minidcos
