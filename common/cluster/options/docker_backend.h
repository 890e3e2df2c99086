// What a cluster on Docker is made of: the options of provision and create.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_DOCKER_BACKEND_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_DOCKER_BACKEND_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/options/custom_mount.h"
#include "common/cluster/options/node_limits.h"
#include "common/cluster/options/port_mapping.h"
#include "common/node/node_identity.h"

namespace minidcos {

// How nodes are made on Docker, after DC/OS E2E's class of the same name.
struct DockerBackend {
  // First part of every container's name.
  std::string container_name_prefix = "dcos-e2e";
  // Where the folder for large temporary files is made; empty for $TMPDIR, else
  // /tmp.
  std::string workspace_dir;
  // What nodes run: ImageOptions (image_options.h) says what each means.
  std::string linux_distribution = "debian-12";
  std::string docker_version = "";
  ImageSources image_sources = {};
  // An image of the user's that nodes run instead (user_image.h).
  std::string image = "";
  // How tools reach the nodes unless they are told otherwise (a label):
  // "docker-exec" or "ssh"; empty for "docker-exec".
  std::string transport = "";
  // Extra mounts of all nodes, and of those of one role (custom_mount.h).
  std::vector<CustomMount> custom_container_mounts = {};
  std::vector<CustomMount> custom_master_mounts = {};
  std::vector<CustomMount> custom_agent_mounts = {};
  std::vector<CustomMount> custom_public_agent_mounts = {};
  // Extra labels of all nodes, and of those of one role, which go before.
  std::map<std::string, std::string> docker_container_labels = {};
  std::map<std::string, std::string> docker_master_labels = {};
  std::map<std::string, std::string> docker_agent_labels = {};
  std::map<std::string, std::string> docker_public_agent_labels = {};
  // The network on which the nodes meet (node_network.h): the name or id of an
  // existing one; "new" or "new:SUBNET" for one that is made for the cluster;
  // "" or "bridge" for the engine's default one.
  std::string network = "";
  // Ports of master_0 that are published on the engine's machine.
  std::vector<PortMapping> one_master_host_port_map = {};
  // What each node of a role may use of the engine's machine.
  NodeLimits master_limits = {};
  NodeLimits agent_limits = {};
  NodeLimits public_agent_limits = {};
  // Kernel parameters of all nodes (key_value.h).
  std::map<std::string, std::string> sysctls = {};
  // The inner Docker's storage driver (storage_driver.h).
  std::string storage_driver = "auto";
  // Whether nodes get cgroups that they can write, by a namespace of their own.
  // Otherwise nothing is arranged, for hosts without /sys/fs/cgroup.
  bool mount_sys_fs_cgroup = true;
  // Whether the proxy variables of our environment reach the nodes.
  bool pass_proxies = true;
  // How long after it was begun `clean --stale` removes the cluster, complete
  // or not (kExpiresLabel); infinite for never.
  absl::Duration ttl = absl::InfiniteDuration();

  // The user that ssh logs in as.
  static constexpr char kDefaultUser[] = "root";
};

// What the image of `backend`'s nodes is made of.
ImageOptions ImageOptionsOf(const DockerBackend& backend);

// What `backend` has for nodes of `role`.
std::vector<CustomMount> MountsOf(const DockerBackend& backend, NodeRole role);
std::map<std::string, std::string> LabelsOf(const DockerBackend& backend,
                                            NodeRole role);
const NodeLimits& LimitsOf(const DockerBackend& backend, NodeRole role);

struct ClusterOptions {
  std::string id = "default";
  int masters = 1;
  int agents = 1;
  int public_agents = 1;
  int nodes() const { return masters + agents + public_agents; }

  DockerBackend backend = {};
  // How many nodes boot at the same time. More than 8 gain nothing on a small
  // machine, and on any they make the engine slow to answer.
  int parallelism = 8;
  // Whether nodes stay when the cluster could not be made, to be looked at.
  bool keep_on_failure = false;
};

// OK if a cluster can be made of `options`, as far as that can be told without
// an engine. kInvalidArgument names the value and the rule; kNotFound a
// workspace folder that is not there.
absl::Status CheckClusterOptions(const ClusterOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_DOCKER_BACKEND_H_
