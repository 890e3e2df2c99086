#include "tools/cluster_flags.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/cli/flags.h"
#include "common/cluster/options/custom_mount.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/options/key_value.h"
#include "common/cluster/options/node_limits.h"
#include "common/cluster/options/port_mapping.h"
#include "common/cluster/options/storage_driver.h"
#include "common/status/status_macros.h"
#include "tools/image_flags.h"

namespace minidcos {
namespace {

FlagGroup NodeGroup(ClusterFlagValues& values) {
  ClusterOptions& options = values.options;
  return {
      "Nodes",
      {{.name = "masters",
        .target = &options.masters,
        .value = "N",
        .help = "how many masters"},
       {.name = "agents",
        .target = &options.agents,
        .value = "N",
        .help = "how many agents"},
       {.name = "public-agents",
        .target = &options.public_agents,
        .value = "N",
        .help = "how many public agents"},
       {.name = "docker-storage-driver",
        .target = &options.backend.storage_driver,
        .value = "DRIVER",
        .help = "of the Docker inside nodes: auto, overlay2, overlay, "
                "aufs, vfs, fuse-overlayfs or btrfs; auto takes what works",
        .suggestions = StorageDriverNames()},
       {.name = "mount-sys-fs-cgroup",
        .target = &options.backend.mount_sys_fs_cgroup,
        .help = "give nodes cgroups of their own"},
       {.name = "proxy-env",
        .target = &options.backend.pass_proxies,
        .help = "pass $http_proxy and its like on to nodes"},
       {.name = "sysctl",
        .target = &values.sysctls,
        .value = "KEY=VALUE",
        .help = "a kernel parameter of every node, such as "
                "net.core.somaxconn=10000"}}};
}

FlagGroup VolumeGroup(ClusterFlagValues& values) {
  constexpr absl::string_view kSyntax = "[SRC:]DST[:ro|rw]";
  return {"Volumes (SRC a path or a volume's name; without it a fresh volume)",
          {{.name = "custom-volume",
            .target = &values.every_node.volumes,
            .value = kSyntax,
            .help = "a volume of every node"},
           {.name = "custom-master-volume",
            .target = &values.masters.volumes,
            .value = kSyntax,
            .help = "a volume of every master"},
           {.name = "custom-agent-volume",
            .target = &values.agents.volumes,
            .value = kSyntax,
            .help = "a volume of every agent"},
           {.name = "custom-public-agent-volume",
            .target = &values.public_agents.volumes,
            .value = kSyntax,
            .help = "a volume of every public agent"}}};
}

FlagGroup LimitGroup(ClusterFlagValues& values) {
  return {"Limits (SIZE such as 512m or 1.5g)",
          {{.name = "master-memory",
            .target = &values.masters.memory,
            .value = "SIZE",
            .help = "how much memory each master may use"},
           {.name = "master-cpus",
            .target = &values.masters.cpus,
            .value = "N",
            .help = "how many processors, such as 1.5"},
           {.name = "agent-memory",
            .target = &values.agents.memory,
            .value = "SIZE",
            .help = "how much memory each agent may use, and its Mesos agent "
                    "offers"},
           {.name = "agent-cpus",
            .target = &values.agents.cpus,
            .value = "N",
            .help = "how many processors"},
           {.name = "public-agent-memory",
            .target = &values.public_agents.memory,
            .value = "SIZE",
            .help = "the same for each public agent"},
           {.name = "public-agent-cpus",
            .target = &values.public_agents.cpus,
            .value = "N",
            .help = "how many processors"}}};
}

FlagGroup DockerGroup(ClusterFlagValues& values) {
  return {"On Docker",
          {{.name = "container-name-prefix",
            .target = &values.options.backend.container_name_prefix,
            .value = "PREFIX",
            .help = "what containers' names begin with"},
           {.name = "label",
            .target = &values.every_node.labels,
            .value = "KEY=VALUE",
            .help = "a label of every node"},
           {.name = "master-label",
            .target = &values.masters.labels,
            .value = "KEY=VALUE",
            .help = "a label of every master"},
           {.name = "agent-label",
            .target = &values.agents.labels,
            .value = "KEY=VALUE",
            .help = "a label of every agent"},
           {.name = "public-agent-label",
            .target = &values.public_agents.labels,
            .value = "KEY=VALUE",
            .help = "a label of every public agent"},
           {.name = "network",
            .target = &values.options.backend.network,
            .value = "NETWORK",
            .help = "where nodes meet: the name or id of a network, on which "
                    "they are beside the default one, or new or new:SUBNET "
                    "for one that is made for the cluster"},
           {.name = "one-master-host-port-map",
            .target = &values.port_mappings,
            .value = "[IP:]HOST_PORT:CONTAINER_PORT",
            .help = "a TCP port of master_0 to publish, at 127.0.0.1 without "
                    "IP; HOST_PORT 0 lets the engine choose"}}};
}

FlagGroup MakingGroup(ClusterFlagValues& values) {
  ClusterOptions& options = values.options;
  return {"Making it",
          {{.name = "workspace-dir",
            .target = &options.backend.workspace_dir,
            .value = "DIR",
            .help = "where the folder for large temporary files is made; "
                    "$TMPDIR, else /tmp, without it"},
           {.name = "ttl",
            .target = &options.backend.ttl,
            .value = "DURATION",
            .help = "how long from now until clean --stale removes the "
                    "cluster, such as 12h"},
           {.name = "parallelism",
            .target = &options.parallelism,
            .value = "N",
            .help = "how many nodes start at the same time"},
           {.name = "keep-on-failure",
            .target = &options.keep_on_failure,
            .help = "keep the nodes if the cluster cannot be made"}}};
}

absl::Status ReadVolumes(const std::vector<std::string>& words,
                         std::vector<CustomMount>& mounts) {
  for (const std::string& word : words) {
    ASSIGN_OR_RETURN(mounts.emplace_back(), ParseCustomMount(word));
  }
  return absl::OkStatus();
}

absl::Status ReadLimits(const RoleFlagValues& values, NodeLimits& limits) {
  if (!values.memory.empty()) {
    ASSIGN_OR_RETURN(limits.memory, ParseMemory(values.memory));
  }
  if (!values.cpus.empty()) {
    ASSIGN_OR_RETURN(limits.cpus, ParseCpus(values.cpus));
  }
  return absl::OkStatus();
}

absl::Status ReadBackend(const ClusterFlagValues& values,
                         DockerBackend& backend) {
  RETURN_IF_ERROR(
      ReadVolumes(values.every_node.volumes, backend.custom_container_mounts));
  RETURN_IF_ERROR(
      ReadVolumes(values.masters.volumes, backend.custom_master_mounts));
  RETURN_IF_ERROR(
      ReadVolumes(values.agents.volumes, backend.custom_agent_mounts));
  RETURN_IF_ERROR(ReadVolumes(values.public_agents.volumes,
                              backend.custom_public_agent_mounts));
  ASSIGN_OR_RETURN(backend.docker_container_labels,
                   ParseKeyValues("label", values.every_node.labels));
  ASSIGN_OR_RETURN(backend.docker_master_labels,
                   ParseKeyValues("label", values.masters.labels));
  ASSIGN_OR_RETURN(backend.docker_agent_labels,
                   ParseKeyValues("label", values.agents.labels));
  ASSIGN_OR_RETURN(backend.docker_public_agent_labels,
                   ParseKeyValues("label", values.public_agents.labels));
  RETURN_IF_ERROR(ReadLimits(values.masters, backend.master_limits));
  RETURN_IF_ERROR(ReadLimits(values.agents, backend.agent_limits));
  RETURN_IF_ERROR(
      ReadLimits(values.public_agents, backend.public_agent_limits));
  for (const std::string& word : values.port_mappings) {
    ASSIGN_OR_RETURN(backend.one_master_host_port_map.emplace_back(),
                     ParsePortMapping(word));
  }
  ASSIGN_OR_RETURN(backend.sysctls, ParseKeyValues("sysctl", values.sysctls));
  return absl::OkStatus();
}

}  // namespace

std::vector<FlagGroup> ClusterFlags(ClusterFlagValues& values) {
  DockerBackend& backend = values.options.backend;
  FlagGroup image = ImageFlags(backend.linux_distribution,
                               backend.docker_version, backend.image_sources);
  image.flags.push_back({.name = "image",
                         .target = &backend.image,
                         .value = "IMAGE",
                         .help = "an image of your own instead, built on one "
                                 "that build-image prints"});
  return {NodeGroup(values),   image,
          VolumeGroup(values), LimitGroup(values),
          DockerGroup(values), MakingGroup(values)};
}

absl::StatusOr<ClusterOptions> ReadClusterFlags(const ClusterFlagValues& values,
                                                const std::string& cluster_id,
                                                const std::string& transport) {
  ClusterOptions options = values.options;
  options.id = cluster_id;
  options.backend.transport = transport;
  RETURN_IF_ERROR(ReadBackend(values, options.backend));
  RETURN_IF_ERROR(CheckClusterOptions(options));
  return options;
}

}  // namespace minidcos
