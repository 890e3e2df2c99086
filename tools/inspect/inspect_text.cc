#include "tools/inspect/inspect_text.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/cli/table.h"
#include "common/cli/text.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::vector<InspectedNode> AllNodes(const InspectedNodes& nodes) {
  std::vector<InspectedNode> all(nodes.masters().begin(),
                                 nodes.masters().end());
  all.insert(all.end(), nodes.agents().begin(), nodes.agents().end());
  all.insert(all.end(), nodes.public_agents().begin(),
             nodes.public_agents().end());
  return all;
}

// What the nodes say, each different word once: as a rule they agree.
template <typename Field>
std::string Words(const std::vector<InspectedNode>& nodes, Field field) {
  std::set<std::string> words;
  for (const InspectedNode& node : nodes) words.insert((node.*field)());
  words.erase("");
  return absl::StrJoin(words, ", ");
}

std::string WithAge(const std::string& created, absl::Time now) {
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, created, &time, /*err=*/nullptr)) {
    return created;
  }
  return absl::StrCat(created, " (", ShortAge(now - time), " ago)");
}

std::string Dcos(const InspectReport& report) {
  if (report.version().empty()) return "none";
  const bool is_open = report.variant() == "DCOSVariant.OSS";
  return absl::StrCat(report.version(), is_open ? ", open" : ", enterprise");
}

// "127.0.0.1:8080", "[::]:8080"
std::string HostPort(const InspectedPort& port) {
  const bool is_ipv6 = absl::StrContains(port.host_ip(), ":");
  return absl::StrCat(is_ipv6 ? "[" : "", port.host_ip(), is_ipv6 ? "]" : "",
                      ":", port.host_port());
}

Rows HeaderRows(const InspectReport& report,
                const std::vector<InspectedNode>& nodes, absl::Time now) {
  Rows rows = {{"Cluster", report.cluster_id()},
               {"State", report.state()},
               {"Created", WithAge(report.created(), now)},
               {"Expires", report.expires()},
               {"DC/OS", Dcos(report)},
               {"Web UI", report.web_ui()},
               {"Engine", report.engine_version()},
               {"Image", Words(nodes, &InspectedNode::image)},
               {"Distribution", Words(nodes, &InspectedNode::distribution)},
               {"Docker inside", Words(nodes, &InspectedNode::docker_version)},
               {"Privileges", Words(nodes, &InspectedNode::privileges)},
               {"Transport", Words(nodes, &InspectedNode::transport)},
               {"Workspace", report.workspace()}};
  for (const InspectedNode& node : nodes) {
    for (const InspectedPort& port : node.ports()) {
      rows.push_back(
          {"Port",
           absl::StrCat(HostPort(port), " to ", node.e2e_reference(), " ",
                        port.container_port(), "/", port.protocol())});
    }
  }
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [](const auto& row) { return row[1].empty(); }),
             rows.end());
  return rows;
}

std::string Processors(const InspectedResources& resources) {
  return resources.cpus() == 0 ? "" : absl::StrCat(resources.cpus());
}

std::string Mebibytes(const InspectedResources& resources) {
  constexpr double kMebibyte = 1 << 20;
  return resources.memory() == 0
             ? ""
             : absl::StrCat(resources.memory() / kMebibyte, "M");
}

// Without the columns in which only the heading is filled.
Rows FilledColumns(const Rows& rows) {
  Rows filled(rows.size());
  for (size_t column = 0; column < rows.front().size(); ++column) {
    const bool is_empty =
        std::all_of(rows.begin() + 1, rows.end(),
                    [column](const auto& row) { return row[column].empty(); });
    for (size_t i = 0; i < rows.size() && !is_empty; ++i) {
      filled[i].push_back(rows[i][column]);
    }
  }
  return filled;
}

Rows NodeRows(const std::vector<InspectedNode>& nodes) {
  Rows rows = {{"NODE", "STATE", "ADDRESS", "CPUS", "MEMORY", "CONTAINER"}};
  for (const InspectedNode& node : nodes) {
    rows.push_back({node.e2e_reference(), node.state(), node.ip_address(),
                    Processors(node.resources()), Mebibytes(node.resources()),
                    node.docker_container_name()});
  }
  return FilledColumns(rows);
}

}  // namespace

void WriteText(const InspectReport& report, absl::Time now, std::ostream& out) {
  const std::vector<InspectedNode> nodes = AllNodes(report.nodes());
  out << Table(HeaderRows(report, nodes, now)) << '\n'
      << Table(NodeRows(nodes));
}

}  // namespace minidcos
