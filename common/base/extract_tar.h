// A tar archive that comes piece by piece, written to this machine's disk. The
// archive is not trusted: whatever it says, nothing outside the target changes.

#ifndef MINIDCOS_COMMON_BASE_EXTRACT_TAR_H_
#define MINIDCOS_COMMON_BASE_EXTRACT_TAR_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace minidcos {

// Gives the next piece of an archive; empty at its end.
using TarPieces = std::function<absl::StatusOr<std::string>()>;

struct ExtractOptions {
  // The target is a folder: the archive has it as "." and what is in it as
  // "./a/b". Else the archive has one entry, a regular file of any name.
  bool is_folder = false;
};

// Makes the file or folder `target`, which is not there yet in a folder that
// is. Permissions and modification times are the archive's, the owner is who
// runs this. Symbolic links stay what they are. Returns the names of special
// files (sockets, fifos, devices), which are left out.
// kDataLoss for what is no whole archive (its two last blocks count), not one
// of this form, or has a name that leads out of the target; kResourceExhausted
// on a full disk, kFailedPrecondition for what else cannot be written, a path
// through a link of the archive among it. What has been made until then stays.
absl::StatusOr<std::vector<std::string>> ExtractTar(
    const TarPieces& pieces, const std::string& target,
    const ExtractOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_EXTRACT_TAR_H_
