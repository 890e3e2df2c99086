// Whether the engine's archive calls see the same files as the processes of a
// node do.

#ifndef MINIDCOS_COMMON_NODE_MOUNT_TABLE_H_
#define MINIDCOS_COMMON_NODE_MOUNT_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace minidcos {

// The engine's archive calls work on the container's root and the volumes and
// binds it was made with. What is on a tmpfs, or on anything that was mounted
// inside later, they miss without a word: files are written where no process of
// the node finds them. Whether that cannot happen to the folder or file `path`
// or, with `below`, to anything under it. `mountinfo` is the node's
// /proc/self/mountinfo, `configured` where the container's volumes and binds
// are; `path` is absolute and free of symbolic links.
bool EngineSees(absl::string_view mountinfo,
                const std::vector<std::string>& configured,
                absl::string_view path, bool below);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_NODE_MOUNT_TABLE_H_
