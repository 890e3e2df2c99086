// Nodes find each other by host name.
//
// Docker tells names to containers only on networks that users make, and there
// for all clusters at once. So each node gets the others' addresses into its
// /etc/hosts once they are known. The engine writes that file anew when a node
// is started again, with what it knows: on a network of the cluster, where
// addresses are fixed, the names of all nodes; else the node's own.

#ifndef MINIDCOS_COMMON_CLUSTER_INTRODUCE_NODES_H_
#define MINIDCOS_COMMON_CLUSTER_INTRODUCE_NODES_H_

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"

namespace minidcos {

// Writes the names and addresses of the other nodes into each node's
// /etc/hosts, several at once. The nodes are ready.
absl::Status IntroduceNodes(const Operation& operation, const Cluster& cluster);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_INTRODUCE_NODES_H_
