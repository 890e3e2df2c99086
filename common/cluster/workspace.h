// The folder of a cluster's large temporary files, on the machine that made the
// cluster. It holds only what can be made again:
//
//   <workspace_dir>/minidcos-<32 hex digits>/
//     minidcos-cluster      our marker: the cluster's id, who made it, where
//                           the engine is, and the nodes' image
//     ssh/id_rsa            the key that nodes accept, mode 0600
//     genconf/serve/        what the installer makes, shared with the nodes
//
// A label is data from outside, so a folder is deleted only after a close look.

#ifndef MINIDCOS_COMMON_CLUSTER_WORKSPACE_H_
#define MINIDCOS_COMMON_CLUSTER_WORKSPACE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace minidcos {

// Where nodes see the folder Workspace::serve(), and so where DC/OS installs
// from.
inline constexpr char kServeMount[] = "/opt/dcos_install_tmp";

struct Workspace {
  std::string path;

  std::string ssh_key() const { return path + "/ssh/id_rsa"; }
  std::string genconf() const { return path + "/genconf"; }
  std::string serve() const { return path + "/genconf/serve"; }
};

// Makes a fresh one, without the key, in the folder `parent` (empty: $TMPDIR,
// else /tmp), for a cluster on the engine at `engine_host`. `image`, of its
// nodes, tells who finds the folder alone what to remove it through
// (remove_workspace.h).
absl::StatusOr<Workspace> MakeWorkspace(const std::string& parent,
                                        absl::string_view cluster_id,
                                        absl::string_view engine_host,
                                        absl::string_view image = "");

// The workspace `path` of the cluster `cluster_id`, if it is one on this
// machine that this user's tools have made: a real directory of this user's,
// with no symbolic link on the way, that holds our marker with the same id.
// kFailedPrecondition else.
absl::StatusOr<Workspace> OpenWorkspace(const std::string& path,
                                        absl::string_view cluster_id);

// Removes the workspace `path` of the cluster `cluster_id`, if it is one: a
// real directory, this user's unless he is root, with no symbolic link on the
// way, that holds our marker with the same id, or, for DC/OS E2E's clusters,
// has a base name of 32 hex digits and holds ssh/ or genconf/. Returns whether
// there was one; one that somebody else removes meanwhile was none.
// kFailedPrecondition if something is there that is no such folder: it is left
// alone.
absl::StatusOr<bool> RemoveWorkspace(const std::string& path,
                                     absl::string_view cluster_id);

// OK, or kNotFound if nothing is there, or kFailedPrecondition, as
// RemoveWorkspace(), which begins with it.
absl::Status CheckRemovable(const std::string& path,
                            absl::string_view cluster_id);

// Tells the create that works in the workspace `path` of the cluster
// `cluster_id`, if it is one on this machine, that somebody is about to remove
// the cluster.
void CondemnWorkspace(const std::string& path, absl::string_view cluster_id);

// Whether somebody has condemned or removed `workspace`, which was made.
bool IsCondemned(const Workspace& workspace);

// What is left of workspaces in $TMPDIR, else /tmp, where an engine was still
// to bind genconf/ of one that was gone by then: it makes the folder anew. No
// folder in which there is anything but empty folders of a workspace.
std::vector<std::string> FindWorkspaceShells();

// Removes `path`, if it is one of them; else, or if it is gone, does nothing.
absl::Status RemoveWorkspaceShell(const std::string& path);

// A workspace folder found on disk.
struct FoundWorkspace {
  std::string path;
  std::string cluster_id;
  // The process that made it (common/base/process_id.h).
  std::string creator;
  std::string engine_host;
  // Of the nodes; empty if the marker does not tell it.
  std::string image;
  absl::Time created = absl::InfiniteFuture();
};

// The workspaces that belong to this user: in $TMPDIR, else /tmp, and where
// else his tools have made them (common/base/temporary_folder.h).
std::vector<FoundWorkspace> FindWorkspaces();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_WORKSPACE_H_
