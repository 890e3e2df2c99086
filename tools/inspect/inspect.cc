#include "tools/inspect/inspect.h"

#include <algorithm>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/base/parallel.h"
#include "common/cluster/cluster.h"
#include "common/cluster/cluster_state.h"
#include "common/cluster/labels.h"
#include "common/cluster/published_ports.h"
#include "common/cluster/workspace.h"
#include "common/dcos/version.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "re2/re2.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

constexpr int kAtOnce = 8;

// DC/OS E2E's words for them.
constexpr char kOpen[] = "DCOSVariant.OSS";
constexpr char kEnterprise[] = "DCOSVariant.ENTERPRISE";
constexpr char kNone[] = "None";

// By id.
using Containers = std::map<std::string, docker::ContainerDetails>;

std::string Label(const docker::ContainerDetails& container,
                  const std::string& name) {
  const auto& labels = container.config().labels();
  const auto found = labels.find(name);
  return found == labels.end() ? "" : found->second;
}

std::string FormatUtc(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

// The engine's has nine decimals.
std::string WholeSeconds(const std::string& rfc3339) {
  absl::Time time;
  return absl::ParseTime(absl::RFC3339_full, rfc3339, &time, /*err=*/nullptr)
             ? FormatUtc(time)
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
  constexpr double kDefaultPeriod = 100000;
  const auto period = static_cast<double>(limits.cpu_period());
  InspectedResources resources;
  resources.set_memory(static_cast<double>(limits.memory()));
  resources.set_cpus(limits.nano_cpus() > 0
                         ? static_cast<double>(limits.nano_cpus()) / 1e9
                         : static_cast<double>(limits.cpu_quota()) /
                               (period > 0 ? period : kDefaultPeriod));
  return resources;
}

InspectedNode ReportNode(const Node& node,
                         const docker::ContainerDetails& container,
                         const std::string& docker_version) {
  InspectedNode report;
  report.set_created(WholeSeconds(container.created()));
  report.set_distribution(Label(container, kDistributionLabel));
  report.set_docker_container_id(node.container_id());
  report.set_docker_container_name(node.container_name());
  report.set_docker_version(docker_version);
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

absl::StatusOr<Containers> InspectContainers(const Context& ctx,
                                             DockerClient& docker,
                                             const std::vector<Node>& nodes) {
  const int count = static_cast<int>(nodes.size());
  std::vector<docker::ContainerDetails> details(count);
  RETURN_IF_ERROR(
      FirstError(ForEachParallel(count, kAtOnce, [&](int i) -> absl::Status {
        ASSIGN_OR_RETURN(details[i],
                         docker.InspectContainer(ctx, nodes[i].container_id()));
        return absl::OkStatus();
      })));
  Containers containers;
  for (int i = 0; i < count; ++i) {
    containers[nodes[i].container_id()] = std::move(details[i]);
  }
  return containers;
}

// What the docker command on `node`, which asks no engine for this, says that
// it is; empty if it says nothing.
std::string DockerVersion(const Context& ctx, const Node& node) {
  static const RE2& version = *new RE2("Docker version ([^\\s,]+)");
  const absl::StatusOr<CommandResult> result =
      node.Run(ctx, {.argv = {"docker", "--version"}});
  std::string found;
  if (result.ok()) RE2::PartialMatch(result->stdout_text, version, &found);
  return found;
}

// By image, of those of which a node runs.
std::map<std::string, std::string> DockerVersions(
    const Context& ctx, const std::vector<Node>& nodes,
    const Containers& containers) {
  std::map<std::string, std::string> versions;
  for (const Node& node : nodes) {
    if (node.state() != "running") continue;
    const std::string& image =
        containers.at(node.container_id()).config().image();
    if (versions.count(image) == 0) versions[image] = DockerVersion(ctx, node);
  }
  return versions;
}

absl::Status ReportDcos(const Context& ctx, absl::Duration patience,
                        const Cluster& cluster, InspectReport& report) {
  const absl::StatusOr<DcosBuildInfo> info =
      FindBuildInfo(ctx.WithTimeout(patience), cluster.masters);
  report.set_variant(kNone);
  if (info.ok()) {
    report.set_variant(info->variant == "enterprise" ? kEnterprise : kOpen);
    report.set_version(info->version);
    return absl::OkStatus();
  }
  // Not installed, or nobody answers: then nobody can tell.
  const bool untold = absl::IsFailedPrecondition(info.status()) ||
                      absl::IsDeadlineExceeded(info.status());
  return untold ? ctx.Check() : info.status();
}

std::string WebUi(const Cluster& cluster) {
  for (const Node& master : cluster.masters) {
    if (!master.ip_address().empty()) {
      return absl::StrCat("http://", master.ip_address());
    }
  }
  return "";
}

}  // namespace

absl::StatusOr<InspectReport> InspectCluster(const Context& ctx,
                                             DockerClient& docker,
                                             const std::string& cluster_id,
                                             absl::Duration patience) {
  ASSIGN_OR_RETURN(const Cluster cluster, FindCluster(ctx, docker, cluster_id));
  const std::vector<Node> nodes = cluster.nodes();
  ASSIGN_OR_RETURN(const Containers containers,
                   InspectContainers(ctx, docker, nodes));
  InspectReport report;
  docker::VersionResponse engine;
  ClusterState state;
  std::map<std::string, std::string> docker_versions;
  const std::vector<std::function<absl::Status()>> questions = {
      [&] { return ReportDcos(ctx, patience, cluster, report); },
      [&] {
        docker_versions =
            DockerVersions(ctx.WithTimeout(patience), nodes, containers);
        return absl::OkStatus();
      },
      [&]() -> absl::Status {
        ASSIGN_OR_RETURN(engine, docker.Version(ctx));
        ASSIGN_OR_RETURN(state, FindClusterState(ctx, docker, cluster));
        return absl::OkStatus();
      }};
  RETURN_IF_ERROR(FirstError(
      ForEachParallel(static_cast<int>(questions.size()), kAtOnce,
                      [&questions](int i) { return questions[i](); })));

  report.set_cluster_id(cluster.id);
  report.set_created(FormatUtc(cluster.created));
  report.set_engine_version(engine.version());
  report.set_state(std::string(ClusterStateName(state)));
  report.set_web_ui(WebUi(cluster));
  report.set_workspace(cluster.workspace);
  const auto report_nodes =
      [&](const std::vector<Node>& of_role,
          google::protobuf::RepeatedPtrField<InspectedNode>& reports) {
        for (const Node& node : of_role) {
          const docker::ContainerDetails& container =
              containers.at(node.container_id());
          *reports.Add() = ReportNode(
              node, container, docker_versions[container.config().image()]);
        }
      };
  InspectedNodes& report_of_nodes = *report.mutable_nodes();
  report_nodes(cluster.masters, *report_of_nodes.mutable_masters());
  report_nodes(cluster.agents, *report_of_nodes.mutable_agents());
  report_nodes(cluster.public_agents, *report_of_nodes.mutable_public_agents());
  return report;
}

absl::Status WriteJson(const InspectReport& report, std::ostream& out) {
  ASSIGN_OR_RETURN(const std::string json, ToPrettyJson(report));
  out << json;
  return absl::OkStatus();
}

}  // namespace minidcos
