#include "common/cluster/provision/container_plan.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/cluster/labels.h"
#include "common/cluster/lease/lease.h"
#include "common/cluster/lease/lease_files.h"
#include "common/cluster/node_file.h"
#include "common/cluster/options/cgroup_mounts.h"
#include "common/cluster/options/custom_mount.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/options/node_limits.h"
#include "common/cluster/options/node_network.h"
#include "common/cluster/options/port_mapping.h"
#include "common/cluster/options/proxy_environment.h"
#include "common/cluster/options/storage_driver.h"
#include "common/cluster/provision/privileges.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"

namespace minidcos {
namespace {

// DC/OS runs programs from both; a tmpfs without a size would take half the
// machine's memory.
constexpr char kTmpfsOptions[] = "rw,exec,nosuid,size=2097152k";

// An engine from 25 on makes a read-only bind recursively so, unless told not
// to; this field exists from then on.
constexpr DockerClient::ApiVersion kReadOnlyNonRecursiveSince = {1, 44};

docker::Mount VolumeMount(const PlanInput& input, const std::string& target) {
  docker::Mount mount;
  mount.set_type("volume");
  mount.set_target(target);
  AddOriginLabels(input, *mount.mutable_volume_options()->mutable_labels());
  return mount;
}

docker::Mount ServeMount(const PlanInput& input) {
  docker::Mount mount;
  mount.set_type("bind");
  mount.set_source(input.serve_folder);
  mount.set_target(kServeMount);
  mount.set_read_only(true);
  if (input.api_version >= kReadOnlyNonRecursiveSince) {
    mount.mutable_bind_options()->set_read_only_non_recursive(true);
  }
  return mount;
}

docker::Mount OfUser(const PlanInput& input, const CustomMount& custom) {
  docker::Mount mount = VolumeMount(input, custom.target);
  if (!custom.source.empty()) {
    // What the user has named is not ours to label, or to remove.
    mount.clear_volume_options();
    mount.set_type(custom.is_path() ? "bind" : "volume");
    mount.set_source(custom.source);
  }
  mount.set_read_only(custom.read_only);
  return mount;
}

void AddMounts(const PlanInput& input, NodeRole role,
               docker::HostConfig& config) {
  std::set<std::string> taken;
  for (const CustomMount& custom : MountsOf(input.options.backend, role)) {
    *config.add_mounts() = OfUser(input, custom);
    taken.insert(custom.target);
  }
  // Volumes, because an overlay cannot lie on an overlay, and because what is
  // big belongs on a disk and not into a container's layer.
  std::vector<std::string> volumes = {"/var/lib/docker", "/opt",
                                      "/var/log/journal"};
  if (role != NodeRole::kMaster) volumes.push_back("/var/lib/mesos/slave");
  for (const std::string& target : volumes) {
    if (taken.count(target) > 0) continue;
    *config.add_mounts() = VolumeMount(input, target);
  }
  if (!input.serve_folder.empty()) *config.add_mounts() = ServeMount(input);
  for (docker::Mount& mount :
       CgroupMounts(input.options.backend, input.api_version)) {
    *config.add_mounts() = std::move(mount);
  }
  for (const char* target : {"/run", "/tmp"}) {
    if (taken.count(target) > 0) continue;
    (*config.mutable_tmpfs())[target] = kTmpfsOptions;
  }
}

void AddLabels(const PlanInput& input, NodeRole role, int index,
               docker::CreateContainerRequest& request) {
  auto& labels = *request.mutable_labels();
  for (const auto& [key, value] : LabelsOf(input.options.backend, role)) {
    labels[key] = value;
  }
  AddOriginLabels(input, labels);
  labels[kNodeTypeLabel] = std::string(NodeRoleName(role));
  labels[kWorkspaceLabel] = input.workspace;
  labels[kNodeIndexLabel] = absl::StrCat(index);
  // What an image of the user's is, its own labels tell, if any.
  if (input.options.backend.image.empty()) {
    labels[kDistributionLabel] = input.options.backend.linux_distribution;
  }
  labels[kPrivilegesLabel] = input.privileges.name();
  const std::string& transport = input.options.backend.transport;
  labels[kTransportLabel] = transport.empty() ? "docker-exec" : transport;
  if (input.network.has_value()) labels[kNetworkLabel] = input.network->name;
}

void AddPorts(const std::vector<PortMapping>& mappings,
              docker::CreateContainerRequest& request) {
  for (const PortMapping& mapping : mappings) {
    const std::string port = absl::StrCat(mapping.container_port, "/tcp");
    (*request.mutable_exposed_ports())[port];
    auto& binding =
        *(*request.mutable_host_config()->mutable_port_bindings())[port]
             .add_values()
             ->mutable_struct_value()
             ->mutable_fields();
    binding["HostIp"].set_string_value(mapping.host_ip);
    binding["HostPort"].set_string_value(absl::StrCat(mapping.host_port));
  }
}

// What the node may use, and what its Mesos agent is told of it.
void AddLimits(const NodeLimits& limits, NodePlan& plan) {
  ApplyLimits(limits, *plan.request.mutable_host_config());
  if (!limits.any() || plan.role == NodeRole::kMaster) return;
  plan.files.push_back(
      {kMesosResourcesPath,
       MesosResources(limits, plan.role == NodeRole::kPublicAgent)});
}

// What the node's programs are to know.
void AddSettings(const PlanInput& input, NodePlan& plan) {
  for (const auto& [name, value] : input.proxies) {
    plan.request.add_env(absl::StrCat(name, "=", value));
  }
  for (NodeFile& file : ProxyFiles(input.proxies)) {
    plan.files.push_back(std::move(file));
  }
  if (input.storage_driver == kImageStorageDriver) return;
  plan.files.push_back({kDaemonConfigPath, DaemonConfig(input.storage_driver)});
}

// A node that ends by itself and is then removed with its volumes.
void AddLease(const PlanInput& input, NodePlan& plan) {
  const int factor = input.serve_folder.empty() ? kElsewhereFactor : 1;
  plan.request.mutable_host_config()->set_auto_remove(true);
  plan.files.push_back({absl::StrCat(kLeaseFolder, "/", kLeaseFile),
                        LeaseText(factor * kLeaseLength, 0)});
}

NodePlan PlanNode(const PlanInput& input, NodeRole role, int index) {
  const std::string host_name = absl::StrCat(
      absl::StrReplaceAll(NodeRoleName(role), {{"_", "-"}}), "-", index);
  NodePlan plan;
  plan.role = role;
  plan.index = index;
  plan.name = absl::StrCat(input.options.backend.container_name_prefix, "-",
                           input.options.id, ".", host_name);
  docker::CreateContainerRequest& request = plan.request;
  request.set_hostname(host_name);
  request.set_image(input.image);
  request.set_tty(true);
  request.set_stop_signal("SIGRTMIN+3");  // systemd(1): halt
  AddLabels(input, role, index, request);
  docker::HostConfig& config = *request.mutable_host_config();
  const DockerBackend& backend = input.options.backend;
  AddMounts(input, role, config);
  AddLimits(LimitsOf(backend, role), plan);
  AddSettings(input, plan);
  if (!input.owner.empty()) AddLease(input, plan);
  if (role == NodeRole::kMaster && index == 0) {
    AddPorts(backend.one_master_host_port_map, request);
  }
  config.mutable_sysctls()->insert(backend.sysctls.begin(),
                                   backend.sysctls.end());
  ApplyPrivileges(input.privileges, config);
  if (backend.mount_sys_fs_cgroup && HasCgroupNamespaces(input.api_version)) {
    config.set_cgroupns_mode("private");
  }
  // systemd must be PID 1, also where the engine's default is to put an init
  // before it.
  config.set_init(false);
  return plan;
}

// Puts the plan's nodes on `network`.
void AddNetwork(const NodeNetwork& network, std::vector<NodePlan>& plans) {
  for (size_t i = 0; i < plans.size(); ++i) {
    if (!network.is_new()) {
      plans[i].connect_to = network.id;
      plans[i].files.push_back(
          {kSubnetsPath, absl::StrJoin(network.subnets, "\n") + "\n"});
      continue;
    }
    docker::CreateContainerRequest& request = plans[i].request;
    request.mutable_host_config()->set_network_mode(network.name);
    auto& endpoints =
        *request.mutable_networking_config()->mutable_endpoints_config();
    endpoints[network.name].mutable_ipam_config()->set_ipv4_address(
        network.addresses[i]);
    // Addresses that stay can be told at once, and are told anew at a restart.
    for (size_t j = 0; j < plans.size(); ++j) {
      if (j == i) continue;
      request.mutable_host_config()->add_extra_hosts(
          absl::StrCat(plans[j].request.hostname(), ":", network.addresses[j]));
    }
  }
}

}  // namespace

void AddOriginLabels(const PlanInput& input,
                     google::protobuf::Map<std::string, std::string>& labels) {
  labels[kClusterIdLabel] = input.options.id;
  labels[kSchemaLabel] = absl::StrCat(kSchemaVersion);
  labels[kCreationLabel] = input.creation;
  labels[kCreatorLabel] = input.creator;
  labels[kCreatedLabel] = input.created;
  if (!input.expires.empty()) labels[kExpiresLabel] = input.expires;
  if (!input.owner.empty()) labels[kOwnerLabel] = input.owner;
}

std::vector<NodePlan> PlanNodes(const PlanInput& input) {
  const std::vector<std::pair<NodeRole, int>> counts = {
      {NodeRole::kMaster, input.options.masters},
      {NodeRole::kAgent, input.options.agents},
      {NodeRole::kPublicAgent, input.options.public_agents}};
  std::vector<NodePlan> plans;
  for (const auto& [role, count] : counts) {
    for (int i = 0; i < count; ++i) plans.push_back(PlanNode(input, role, i));
  }
  if (input.network.has_value()) AddNetwork(*input.network, plans);
  return plans;
}

}  // namespace minidcos
