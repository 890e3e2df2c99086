// What tools that were killed have left on this machine, beside workspaces
// (workspace.h): it is of no cluster, or its cluster is gone.

#ifndef MINIDCOS_COMMON_CLUSTER_LOCAL_LEAVINGS_H_
#define MINIDCOS_COMMON_CLUSTER_LOCAL_LEAVINGS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/engine.pb.h"

namespace minidcos {

struct LocalLeavings {
  // Temporary files and folders (common/base/temporary_folder.h).
  std::vector<std::string> paths;
  // Files of locks that nobody has (image/build_lock.h).
  std::vector<std::string> locks;
  // Empty shells of workspaces (workspace.h).
  std::vector<std::string> shells;
  // Of nodes that are no containers of this engine, and that nobody has a
  // connection to: what is kept for an ssh to them (common/node/
  // ssh_connection.h). It is made again should another engine have the node.
  std::vector<std::string> ssh_nodes;

  // "temporary PATH" or "ssh NODE" for each.
  std::vector<std::string> Lines() const;
};

// What is there of this user, made or used before `before`, on a machine whose
// engine has `containers`.
LocalLeavings FindLocalLeavings(const docker::ContainerList& containers,
                                absl::Time before);

// Removes `leavings`, and calls `removed` with each of their lines when it is
// gone. Goes on after an error and returns the first.
absl::Status RemoveLocalLeavings(
    const Context& ctx, const LocalLeavings& leavings,
    const std::function<void(absl::string_view)>& removed);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_LOCAL_LEAVINGS_H_
