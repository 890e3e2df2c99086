// By which transport a cluster's nodes run commands.

#ifndef MINIDCOS_COMMON_CLUSTER_NODE_TRANSPORT_H_
#define MINIDCOS_COMMON_CLUSTER_NODE_TRANSPORT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"

namespace minidcos {

// Makes the nodes of `cluster` run commands by the transport `name`,
// "docker-exec" or "ssh"; if that is empty, by the one that the cluster's label
// names (docker-exec without a label). `docker` must outlive the nodes.
// kInvalidArgument for another name, kFailedPrecondition for another label.
absl::Status UseTransport(DockerClient& docker, absl::string_view name,
                          Cluster& cluster);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_NODE_TRANSPORT_H_
