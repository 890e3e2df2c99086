// The user's own files for the folder genconf/ (`--genconf-dir DIR`): an
// ip-detect, a license, certificates, check_bins/, ...

#ifndef MINIDCOS_COMMON_DCOS_CONFIG_EXTRA_FILES_H_
#define MINIDCOS_COMMON_DCOS_CONFIG_EXTRA_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"

namespace minidcos {

// Whether CopyExtraFiles() will be able to copy `folder`, as far as can be told
// without reading its files. kNotFound if there is none. kInvalidArgument,
// naming the path, if it is no folder, or for something in it that cannot be
// copied: a symbolic link that leads nowhere or in a circle, what is neither
// file nor folder, what must not be read, and the names of what minidcos and
// the installer write themselves: config.yaml and serve.
absl::Status CheckExtraFiles(const std::string& folder);

// Copies what is in `folder`, sub-folders included, into the existing folder
// `destination`, over files that are there. Permissions are kept; of symbolic
// links, what they lead to is copied. Fails as CheckExtraFiles() does.
absl::Status CopyExtraFiles(const Context& ctx, const std::string& folder,
                            const std::string& destination);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_CONFIG_EXTRA_FILES_H_
