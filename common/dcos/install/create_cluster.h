// A new cluster, and DC/OS on it.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_CREATE_CLUSTER_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_CREATE_CLUSTER_H_

#include <functional>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/dcos/install/dcos_options.h"

namespace minidcos {

struct CreateOptions {
  ClusterOptions cluster;
  DcosOptions dcos;
};

// Makes a cluster with DC/OS on it. Whatever can be told beforehand is an error
// before anything is made; on a later one, and at an interrupt, all that was
// made is removed again. `finish`, after DC/OS, and `on_failure` are as
// ProvisionCluster's.
absl::Status CreateCluster(
    const Operation& operation, const CreateOptions& options,
    const std::function<absl::Status(const Cluster&)>& finish = nullptr,
    const std::function<void(const Cluster&)>& on_failure = nullptr);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_CREATE_CLUSTER_H_
