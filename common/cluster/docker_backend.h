// What a cluster on Docker is made of: the options of provision and create.

#ifndef MINIDCOS_COMMON_CLUSTER_DOCKER_BACKEND_H_
#define MINIDCOS_COMMON_CLUSTER_DOCKER_BACKEND_H_

#include <string>

#include "absl/status/status.h"

namespace minidcos {

// How nodes are made on Docker, after DC/OS E2E's class of the same name.
struct DockerBackend {
  // First part of every container's name.
  std::string container_name_prefix = "dcos-e2e";
  // Where the folder for large temporary files is made; empty for $TMPDIR, else
  // /tmp.
  std::string workspace_dir;
  // What nodes run (common/cluster/image).
  std::string linux_distribution = "debian-12";
  // How tools reach the nodes unless they are told otherwise (a label):
  // "docker-exec" or "ssh"; empty for "docker-exec".
  std::string transport;
};

struct ClusterOptions {
  std::string id = "default";
  int masters = 1;
  int agents = 1;
  int public_agents = 1;
  DockerBackend backend = {};
};

// OK if a cluster can be made of `options`, as far as that can be told without
// an engine. kInvalidArgument names the value and the rule; kNotFound a
// workspace folder that is not there.
absl::Status CheckClusterOptions(const ClusterOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_DOCKER_BACKEND_H_
