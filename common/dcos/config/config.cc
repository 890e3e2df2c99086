#include "common/dcos/config/config.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/cluster/workspace.h"
#include "common/node/node.h"
#include "yaml-cpp/yaml.h"

namespace minidcos {
namespace {

std::string YamlList(const std::vector<std::string>& texts) {
  YAML::Emitter yaml;
  yaml << YAML::Flow << YAML::BeginSeq;
  for (const std::string& text : texts) yaml << YAML::DoubleQuoted << text;
  yaml << YAML::EndSeq;
  return yaml.c_str();
}

std::string Addresses(const std::vector<Node>& nodes, NodeRole role) {
  std::vector<std::string> addresses;
  for (const Node& node : nodes) {
    if (node.role() == role) addresses.push_back(node.ip_address());
  }
  return YamlList(addresses);
}

}  // namespace

// Always quoted: the installer's YAML 1.1 reads `no` or `1e3` as no string.
std::string YamlString(absl::string_view text) {
  YAML::Emitter yaml;
  yaml << YAML::DoubleQuoted << std::string(text);
  return yaml.c_str();
}

absl::Status CheckMasterCount(int masters) {
  if (masters >= 1 && masters <= 9 && masters % 2 == 1) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("DC/OS takes 1, 3, 5, 7 or 9 masters, not ", masters));
}

DcosConfig DefaultDcosConfig(const std::vector<Node>& nodes,
                             const std::vector<std::string>& resolvers,
                             const std::string& serve) {
  return {
      {"agent_list", Addresses(nodes, NodeRole::kAgent)},
      {"bootstrap_url", YamlString("file://" + serve)},
      {"check_time", YamlString("false")},
      {"cluster_name", YamlString("DCOS")},
      {"exhibitor_storage_backend", YamlString("static")},
      {"master_discovery", YamlString("static")},
      {"master_list", Addresses(nodes, NodeRole::kMaster)},
      {"process_timeout", "10000"},
      {"public_agent_list", Addresses(nodes, NodeRole::kPublicAgent)},
      {"resolvers", YamlList(resolvers)},
      {"ssh_port", "22"},
      {"ssh_user", YamlString("root")},
  };
}

void Override(DcosConfig& config, const DcosConfig& overrides) {
  for (const auto& [key, value] : overrides) config[key] = value;
}

std::string ConfigYaml(const DcosConfig& config) {
  std::string text;
  for (const auto& [key, value] : config) {
    YAML::Emitter name;
    name << key;
    absl::StrAppend(&text, name.c_str(), ": ", value, "\n");
  }
  return text;
}

}  // namespace minidcos
