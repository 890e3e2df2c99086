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

// A file that is put into a node before it starts, if names are to be published
// (rootfs/usr/sbin/minidcos-ready of common/cluster/image). An exec, the other
// way to tell a node, takes some 25 ms of processor time for each.
inline constexpr char kAwaitsNamesPath[] = "/etc/minidcos-awaits-names";

// Of the published file, in kServeMount.
inline constexpr char kNamesFile[] = "minidcos-hosts";

// Tells the nodes of one creation of each other. For several threads at once.
class Introducer {
 public:
  // `creation` is the word of their kCreationLabel. `operation` outlives this.
  Introducer(const Operation& operation, std::string creation);

  // Leaves the names and addresses of all in `folder`, which nodes see at
  // kServeMount: those with kAwaitsNamesPath write the others' into their own
  // /etc/hosts, and are ready after that. All have been started.
  absl::Status Publish(const std::string& folder);

  // Writes the names and addresses of the others into the /etc/hosts of the
  // node in this container, which is ready. All have been started.
  absl::Status Introduce(const Context& ctx, const std::string& container_id);

 private:
  absl::Status Look();

  const Operation& operation_;
  const std::string creation_;
  // What one look at the engine finds.
  std::once_flag looked_;
  absl::Status found_;
  std::vector<Node> nodes_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_INTRODUCE_NODES_H_
