#include "common/cluster/options/docker_backend.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "common/cluster/cluster.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/image/storage_drivers.h"
#include "common/cluster/options/custom_mount.h"
#include "common/cluster/options/key_value.h"
#include "common/cluster/options/node_limits.h"
#include "common/cluster/options/node_network.h"
#include "common/cluster/options/port_mapping.h"
#include "common/cluster/options/storage_driver.h"
#include "common/cluster/options/subnet.h"
#include "common/node/node_identity.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

absl::Status CheckCount(absl::string_view what, int count, int least) {
  if (count >= least) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(count, " ", what, ": there must be at least ", least));
}

absl::Status CheckFolder(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) {
    return ErrnoStatus(errno, absl::StrCat("workspace folder '", path, "'"));
  }
  if (!S_ISDIR(info.st_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat("workspace folder '", path, "' is not a folder"));
  }
  if (access(path.c_str(), W_OK | X_OK) != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("workspace folder '", path, "' is not writable"));
  }
  return absl::OkStatus();
}

absl::Status CheckNetwork(const ClusterOptions& options) {
  ASSIGN_OR_RETURN(const NetworkChoice choice,
                   ParseNetworkChoice(options.backend.network));
  if (!choice.make) return absl::OkStatus();
  return choice.subnet.value_or(Subnet::Random())
      .NodeAddresses(options.nodes())
      .status();
}

// One value per role.
template <typename T>
const T& OfRole(NodeRole role, const T& master, const T& agent,
                const T& public_agent) {
  switch (role) {
    case NodeRole::kMaster:
      return master;
    case NodeRole::kAgent:
      return agent;
    case NodeRole::kPublicAgent:
      return public_agent;
  }
  return master;
}

absl::Status CheckPrefix(const std::string& prefix) {
  // What the engine takes for a container's name begins like this.
  static const RE2& form = *new RE2("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  if (RE2::FullMatch(prefix, form)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("bad prefix of container names '", prefix,
                   "': it must match ", form.pattern()));
}

absl::Status CheckBackend(const DockerBackend& backend) {
  RETURN_IF_ERROR(CheckPrefix(backend.container_name_prefix));
  for (const NodeRole role :
       {NodeRole::kMaster, NodeRole::kAgent, NodeRole::kPublicAgent}) {
    RETURN_IF_ERROR(CheckCustomMounts(MountsOf(backend, role)));
    RETURN_IF_ERROR(CheckCustomLabels(LabelsOf(backend, role)));
  }
  RETURN_IF_ERROR(CheckStorageDriver(backend.storage_driver));
  if (!backend.image.empty() && !backend.docker_version.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the image '", backend.image,
                     "' has a Docker of its own: no other version can be "
                     "asked for"));
  }
  const ImageOptions image = ImageOptionsOf(backend);
  RETURN_IF_ERROR(CheckImageOptions(image));
  if (backend.image.empty()) {
    RETURN_IF_ERROR(CheckDockerHasStorageDriver(DockerVersionOf(image),
                                                backend.storage_driver));
  }
  if (backend.ttl <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError(
        absl::StrCat("a time to live of ", absl::FormatDuration(backend.ttl),
                     ": it must be more than nothing"));
  }
  RETURN_IF_ERROR(CheckPortMappings(backend.one_master_host_port_map));
  return CheckSysctls(backend.sysctls);
}

}  // namespace

ImageOptions ImageOptionsOf(const DockerBackend& backend) {
  return {.distribution = backend.linux_distribution,
          .docker_version = backend.docker_version,
          .sources = backend.image_sources};
}

std::vector<CustomMount> MountsOf(const DockerBackend& backend, NodeRole role) {
  std::vector<CustomMount> mounts = backend.custom_container_mounts;
  const std::vector<CustomMount>& more =
      OfRole(role, backend.custom_master_mounts, backend.custom_agent_mounts,
             backend.custom_public_agent_mounts);
  mounts.insert(mounts.end(), more.begin(), more.end());
  return mounts;
}

std::map<std::string, std::string> LabelsOf(const DockerBackend& backend,
                                            NodeRole role) {
  std::map<std::string, std::string> labels =
      OfRole(role, backend.docker_master_labels, backend.docker_agent_labels,
             backend.docker_public_agent_labels);
  labels.insert(backend.docker_container_labels.begin(),
                backend.docker_container_labels.end());
  return labels;
}

const NodeLimits& LimitsOf(const DockerBackend& backend, NodeRole role) {
  return OfRole(role, backend.master_limits, backend.agent_limits,
                backend.public_agent_limits);
}

absl::Status CheckClusterOptions(const ClusterOptions& options) {
  RETURN_IF_ERROR(CheckClusterId(options.id));
  RETURN_IF_ERROR(CheckCount("masters", options.masters, 1));
  RETURN_IF_ERROR(CheckCount("agents", options.agents, 0));
  RETURN_IF_ERROR(CheckCount("public agents", options.public_agents, 0));
  RETURN_IF_ERROR(CheckCount("nodes at once", options.parallelism, 1));
  RETURN_IF_ERROR(CheckBackend(options.backend));
  RETURN_IF_ERROR(CheckNetwork(options));
  const std::string& folder = options.backend.workspace_dir;
  return CheckFolder(folder.empty() ? TemporaryDirectory() : folder);
}

}  // namespace minidcos
