// How a node comes by cgroups that it can write.
//
// A cgroup namespace of its own shows it its part of the tree as the whole, and
// the engine mounts that; the image's init makes it writable. An engine from
// before such namespaces (API 1.41) binds the host's tree instead, as DC/OS E2E
// does: the init then has the inner Docker make its groups below the node's
// own, within its limits and gone with it.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_CGROUP_MOUNTS_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_CGROUP_MOUNTS_H_

#include <vector>

#include "common/cluster/options/docker_backend.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"

namespace minidcos {

// Whether an engine that speaks `version` gives containers cgroup namespaces.
bool HasCgroupNamespaces(DockerClient::ApiVersion version);

// The mounts of a node of `backend` for its cgroups on such an engine: none
// with a namespace, and none where the backend does not want any.
std::vector<docker::Mount> CgroupMounts(const DockerBackend& backend,
                                        DockerClient::ApiVersion version);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_CGROUP_MOUNTS_H_
