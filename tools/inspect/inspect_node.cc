#include "tools/inspect/inspect_node.h"

#include <cstdint>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "common/cli/text.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/labels.h"
#include "common/cluster/published_ports.h"
#include "common/cluster/workspace.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

std::string Label(const docker::ContainerDetails& container,
                  const std::string& name) {
  const auto& labels = container.config().labels();
  const auto found = labels.find(name);
  return found == labels.end() ? "" : found->second;
}

// The engine's times have nine decimals.
std::string WholeSeconds(const std::string& rfc3339) {
  absl::Time time;
  return absl::ParseTime(absl::RFC3339_full, rfc3339, &time, /*err=*/nullptr)
             ? UtcTime(time)
             : rfc3339;
}

void ReportNetworks(const docker::ContainerDetails& container,
                    InspectedNode& report) {
  const auto& networks = container.network_settings().networks();
  for (const auto& [name, endpoint] :
       std::map<std::string, docker::EndpointSettings>(networks.begin(),
                                                       networks.end())) {
    InspectedNetwork& network = *report.add_networks();
    network.set_name(name);
    network.set_ip_address(endpoint.ip_address());
  }
}

void ReportPorts(const docker::ContainerDetails& container,
                 InspectedNode& report) {
  for (const PublishedPort& published : PublishedPorts(container)) {
    InspectedPort& port = *report.add_ports();
    port.set_container_port(published.container_port);
    port.set_host_ip(published.host_ip);
    port.set_host_port(published.host_port);
    port.set_protocol(published.protocol);
  }
}

InspectedResources Resources(const docker::ContainerLimits& limits) {
  constexpr int64_t kDefaultPeriod = 100000;
  InspectedResources resources;
  resources.set_memory(static_cast<double>(limits.memory()));
  if (limits.nano_cpus() > 0) {
    resources.set_cpus(static_cast<double>(limits.nano_cpus()) / 1e9);
  } else if (limits.cpu_quota() > 0) {
    const int64_t period =
        limits.cpu_period() > 0 ? limits.cpu_period() : kDefaultPeriod;
    resources.set_cpus(static_cast<double>(limits.cpu_quota()) /
                       static_cast<double>(period));
  }
  return resources;
}

}  // namespace

InspectedNode InspectNode(const Node& node,
                          const docker::ContainerDetails& container) {
  InspectedNode report;
  report.set_created(WholeSeconds(container.created()));
  const std::string distribution = Label(container, kDistributionLabel);
  report.set_distribution(distribution.empty()
                              ? Label(container, kImageDistributionLabel)
                              : distribution);
  report.set_docker_container_id(node.container_id());
  report.set_docker_container_name(node.container_name());
  report.set_e2e_reference(node.reference());
  report.set_image(container.config().image());
  report.set_index(node.index());
  report.set_ip_address(node.ip_address());
  ReportNetworks(container, report);
  ReportPorts(container, report);
  report.set_privileges(Label(container, kPrivilegesLabel));
  *report.mutable_resources() = Resources(container.host_config());
  const std::string workspace = Label(container, kWorkspaceLabel);
  if (!workspace.empty()) report.set_ssh_key(Workspace{workspace}.ssh_key());
  report.set_ssh_user("root");
  report.set_state(node.state());
  report.set_transport(Label(container, kTransportLabel));
  return report;
}

}  // namespace minidcos
