// config.yaml, from which a DC/OS installer generates what a cluster needs.
//
//   DcosConfig config = DefaultDcosConfig(cluster.nodes(), HostResolvers(),
//   serve); Override(config, extra);
//   ... ConfigYaml(config) ...
//
// WriteGenconfFolder() (user_config.h) does it for what the user gives.
//
// What the keys mean and which defaults DC/OS E2E chose:
// https://github.com/dcos/dcos-e2e, src/dcos_e2e/backends/_docker/__init__.py.

#ifndef MINIDCOS_COMMON_DCOS_CONFIG_CONFIG_H_
#define MINIDCOS_COMMON_DCOS_CONFIG_CONFIG_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/node/node.h"

namespace minidcos {

// Each key's value as YAML on one line: `["172.17.0.2"]`, `"false"`, `22`.
using DcosConfig = std::map<std::string, std::string>;

// `text` as a YAML string, whatever it holds.
std::string YamlString(absl::string_view text);

// OK for 1, 3, 5, 7 and 9: DC/OS takes no other number of masters.
// kInvalidArgument else.
absl::Status CheckMasterCount(int masters);

// The configuration of a cluster of `nodes`: a static list of masters, the
// installer's output found in the folder `serve` of each, and no check of the
// clock, which containers rarely have synchronized. Every node has an address.
DcosConfig DefaultDcosConfig(const std::vector<Node>& nodes,
                             const std::vector<std::string>& resolvers,
                             const std::string& serve);

// Puts every key of `overrides` into `config`, in place of what it held.
void Override(DcosConfig& config, const DcosConfig& overrides);

// The text of config.yaml: a line per key, sorted.
std::string ConfigYaml(const DcosConfig& config);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_CONFIG_CONFIG_H_
