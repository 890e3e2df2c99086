// Whether DC/OS can be installed or upgraded on a cluster that is there.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_CHECK_CLUSTER_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_CHECK_CLUSTER_H_

#include <string>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"

namespace minidcos {

// What users call it: "cluster 'x'", or "the cluster" for nodes that were put
// together (Cluster::FromNodes).
std::string NameOf(const Cluster& cluster);

// kFailedPrecondition, with the reason, if it cannot have DC/OS: its creation
// has not finished, a node does not run, or it has a number of masters that
// DC/OS does not take.
absl::Status CheckCluster(const Operation& operation, const Cluster& cluster);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_CHECK_CLUSTER_H_
