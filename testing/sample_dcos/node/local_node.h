// What a process on an installed node knows of its node.

#ifndef MINIDCOS_TESTING_SAMPLE_DCOS_NODE_LOCAL_NODE_H_
#define MINIDCOS_TESTING_SAMPLE_DCOS_NODE_LOCAL_NODE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace minidcos::sample {

struct LocalNode {
  // What the configured ip-detect script says.
  std::string ip;
  // In the configuration's order.
  std::vector<std::string> masters;
};

// Fails if the node is not installed, or its ip-detect script fails.
absl::StatusOr<LocalNode> FindLocalNode();

// The address that /opt/mesosphere/bin/detect_ip prints. kFailedPrecondition if
// it fails or prints something else.
absl::StatusOr<std::string> DetectIp();

// The names of the files in `root`/etc/mesosphere/roles, sorted: `master`,
// `slave`, `slave_public`.
std::vector<std::string> Roles(const std::string& root = "");

bool IsMaster();

}  // namespace minidcos::sample

#endif  // MINIDCOS_TESTING_SAMPLE_DCOS_NODE_LOCAL_NODE_H_
