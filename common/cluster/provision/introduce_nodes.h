// Nodes find each other by host name.
//
// Docker tells names to containers only on networks that users make, and there
// for all clusters at once. So each node gets the others' addresses into its
// /etc/hosts once they are known. The engine writes that file anew when a node
// is started again, with what it knows: on a network of the cluster, where
// addresses are fixed, the names of all nodes; else the node's own.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_INTRODUCE_NODES_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_INTRODUCE_NODES_H_

#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/cluster/operation.h"
#include "common/node/node.h"

namespace minidcos {

// Tells the nodes of one creation of each other. For several threads at once.
class Introducer {
 public:
  // `creation` is the word of their kCreationLabel. `operation` outlives this.
  Introducer(const Operation& operation, std::string creation);

  // Writes the names and addresses of the others into the /etc/hosts of the
  // node in this container, which is ready. All have been started.
  absl::Status Introduce(const Context& ctx, const std::string& container_id);

 private:
  const Operation& operation_;
  const std::string creation_;
  // What one look at the engine finds.
  std::once_flag looked_;
  absl::Status found_;
  std::vector<Node> nodes_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_INTRODUCE_NODES_H_
