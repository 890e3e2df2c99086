// Removing what root has written in a workspace.

#ifndef MINIDCOS_COMMON_CLUSTER_REMOVE_WORKSPACE_H_
#define MINIDCOS_COMMON_CLUSTER_REMOVE_WORKSPACE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"

namespace minidcos {

// RemoveWorkspace (workspace.h). What the installer's container has written as
// root, and an ordinary user cannot remove, goes through a container of
// `image`.
absl::StatusOr<bool> RemoveWorkspaceThroughEngine(const Context& ctx,
                                                  DockerClient& docker,
                                                  const std::string& path,
                                                  absl::string_view cluster_id,
                                                  const std::string& image);

// Empties the folder genconf/ of `workspace`, through the engine as well if
// need be. genconf/serve itself stays: nodes have it mounted.
absl::Status EmptyGenconf(const Context& ctx, DockerClient& docker,
                          const Workspace& workspace, const std::string& image);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_REMOVE_WORKSPACE_H_
