#include "tools/inspect/inspect_env.h"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "re2/re2.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

std::string Hosts(
    const google::protobuf::RepeatedPtrField<InspectedNode>& nodes) {
  std::vector<std::string> hosts;
  for (const InspectedNode& node : nodes) {
    if (!node.ip_address().empty()) hosts.push_back(node.ip_address());
  }
  return absl::StrJoin(hosts, ",");
}

}  // namespace

absl::Status WriteEnv(const InspectReport& report, std::ostream& out) {
  // What neither a shell nor make reads as anything but itself.
  static const RE2& plain = *new RE2("[a-zA-Z0-9_.,:/-]*");
  const InspectedNodes& nodes = report.nodes();
  const std::vector<std::pair<std::string, std::string>> variables = {
      {"MINIDCOS_CLUSTER_ID", report.cluster_id()},
      {"MASTER_HOSTS", Hosts(nodes.masters())},
      {"SLAVE_HOSTS", Hosts(nodes.agents())},
      {"PUBLIC_SLAVE_HOSTS", Hosts(nodes.public_agents())},
      {"DCOS_URL", report.web_ui()}};
  std::string lines;
  for (const auto& [name, value] : variables) {
    if (!RE2::FullMatch(value, plain)) {
      return absl::FailedPreconditionError(absl::StrCat(
          name, " cannot be written without quotes: '", value, "'"));
    }
    absl::StrAppend(&lines, "export ", name, "=", value, "\n");
  }
  out << lines;
  return absl::OkStatus();
}

}  // namespace minidcos
