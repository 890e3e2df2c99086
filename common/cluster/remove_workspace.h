// Removing a workspace in which root has written.

#ifndef MINIDCOS_COMMON_CLUSTER_REMOVE_WORKSPACE_H_
#define MINIDCOS_COMMON_CLUSTER_REMOVE_WORKSPACE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
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

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_REMOVE_WORKSPACE_H_
