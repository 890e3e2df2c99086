// The id that all nodes of a cluster share, in /var/lib/dcos/cluster-id.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_CLUSTER_ID_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_CLUSTER_ID_H_

#include <string>

#include "testing/sample_dcos/node/local_node.h"

namespace minidcos::sample {

inline constexpr char kClusterIdFile[] = "/var/lib/dcos/cluster-id";

// Writes kClusterIdFile if it is not there: a fresh UUID on the first of the
// masters, elsewhere what that one's Exhibitor says, asked until it answers.
void EnsureClusterId(const LocalNode& node);

// A random UUID.
std::string RandomUuid();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_SERVICES_CLUSTER_ID_H_
