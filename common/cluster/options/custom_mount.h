// Volumes that a user adds to nodes: "[SRC:]DST[:ro|rw]", as DC/OS E2E and the
// docker command take them.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_CUSTOM_MOUNT_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_CUSTOM_MOUNT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

struct CustomMount {
  // An absolute path: a file or folder of the engine's machine, which must be
  // there. A name: a volume of the engine, which stays when the cluster goes.
  // Empty: a fresh volume, which goes with it.
  std::string source = "";
  // Where the node sees it: an absolute path.
  std::string target;
  bool read_only = false;

  bool is_path() const { return !source.empty() && source[0] == '/'; }
};

// Reads "[SRC:]DST[:ro|rw]". An SRC that begins with "./" or "../" is a path
// below the working directory. kInvalidArgument, naming `text` and the syntax.
absl::StatusOr<CustomMount> ParseCustomMount(absl::string_view text);

// OK if one node can have all of `mounts`. A mount takes the place of the
// volume or tmpfs that nodes have at the same path (/opt, /tmp,
// /var/lib/docker, ...). kInvalidArgument for two of them at one path, at one
// that cannot be given up (/, /run, kServeMount) or that is not absolute, and
// for a source that is neither a path nor a volume's name.
absl::Status CheckCustomMounts(const std::vector<CustomMount>& mounts);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_CUSTOM_MOUNT_H_
