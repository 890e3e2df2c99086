// A cluster as variables for programs that are to work with it.

#ifndef MINIDCOS_COMMON_CLUSTER_CLUSTER_ENVIRONMENT_H_
#define MINIDCOS_COMMON_CLUSTER_CLUSTER_ENVIRONMENT_H_

#include <string>
#include <utility>
#include <vector>

#include "common/cluster/cluster.h"

namespace minidcos {

// The URL of the first master of `cluster` that runs; empty if none does.
std::string WebUi(const Cluster& cluster);

// Names and values:
//   MINIDCOS_CLUSTER_ID
//   MASTER_HOSTS, SLAVE_HOSTS, PUBLIC_SLAVE_HOSTS: the addresses of the nodes
//     that run, joined by commas, as DC/OS's own integration tests take them
//   DCOS_URL: WebUi()
std::vector<std::pair<std::string, std::string>> ClusterEnvironment(
    const Cluster& cluster);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_CLUSTER_ENVIRONMENT_H_
