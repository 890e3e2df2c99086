#include "common/cluster/container_plan.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/cluster/docker_backend.h"
#include "common/cluster/labels.h"
#include "common/cluster/privileges.h"
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
  auto& labels = *mount.mutable_volume_options()->mutable_labels();
  labels[kClusterIdLabel] = input.options.id;
  labels[kSchemaLabel] = absl::StrCat(kSchemaVersion);
  labels[kCreationLabel] = input.creation;
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

void AddMounts(const PlanInput& input, NodeRole role,
               docker::HostConfig& config) {
  // Volumes, because an overlay cannot lie on an overlay, and because what is
  // big belongs on a disk and not into a container's layer.
  std::vector<std::string> volumes = {"/var/lib/docker", "/opt",
                                      "/var/log/journal"};
  if (role != NodeRole::kMaster) volumes.push_back("/var/lib/mesos/slave");
  for (const std::string& target : volumes) {
    *config.add_mounts() = VolumeMount(input, target);
  }
  if (!input.serve_folder.empty()) *config.add_mounts() = ServeMount(input);
  for (const char* target : {"/run", "/tmp"}) {
    (*config.mutable_tmpfs())[target] = kTmpfsOptions;
  }
}

void AddLabels(const PlanInput& input, NodeRole role, int index,
               docker::CreateContainerRequest& request) {
  auto& labels = *request.mutable_labels();
  labels[kClusterIdLabel] = input.options.id;
  labels[kNodeTypeLabel] = std::string(NodeRoleName(role));
  labels[kWorkspaceLabel] = input.workspace;
  labels[kSchemaLabel] = absl::StrCat(kSchemaVersion);
  labels[kNodeIndexLabel] = absl::StrCat(index);
  labels[kCreationLabel] = input.creation;
  labels[kCreatorLabel] = input.creator;
  labels[kCreatedLabel] = input.created;
  labels[kDistributionLabel] = input.options.backend.linux_distribution;
  labels[kPrivilegesLabel] = input.privileges.name();
  const std::string& transport = input.options.backend.transport;
  labels[kTransportLabel] = transport.empty() ? "docker-exec" : transport;
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
  AddMounts(input, role, config);
  ApplyPrivileges(input.privileges, config);
  config.set_cgroupns_mode("private");
  // systemd must be PID 1, also where the engine's default is to put an init
  // before it.
  config.set_init(false);
  return plan;
}

}  // namespace

std::vector<NodePlan> PlanNodes(const PlanInput& input) {
  const std::vector<std::pair<NodeRole, int>> counts = {
      {NodeRole::kMaster, input.options.masters},
      {NodeRole::kAgent, input.options.agents},
      {NodeRole::kPublicAgent, input.options.public_agents}};
  std::vector<NodePlan> plans;
  for (const auto& [role, count] : counts) {
    for (int i = 0; i < count; ++i) plans.push_back(PlanNode(input, role, i));
  }
  return plans;
}

}  // namespace minidcos
