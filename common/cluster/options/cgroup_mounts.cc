#include "common/cluster/options/cgroup_mounts.h"

#include <vector>

#include "common/cluster/options/docker_backend.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"

namespace minidcos {

bool HasCgroupNamespaces(DockerClient::ApiVersion version) {
  return version >= DockerClient::ApiVersion{1, 41};
}

std::vector<docker::Mount> CgroupMounts(const DockerBackend& backend,
                                        DockerClient::ApiVersion version) {
  if (!backend.mount_sys_fs_cgroup || HasCgroupNamespaces(version)) return {};
  docker::Mount mount;
  mount.set_type("bind");
  mount.set_source("/sys/fs/cgroup");
  mount.set_target("/sys/fs/cgroup");
  // Of the top alone: engines that are as old leave the mounts below writable.
  mount.set_read_only(true);
  return {mount};
}

}  // namespace minidcos
