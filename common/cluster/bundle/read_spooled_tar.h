// The files of a tar that is too big for memory.

#ifndef MINIDCOS_COMMON_CLUSTER_BUNDLE_READ_SPOOLED_TAR_H_
#define MINIDCOS_COMMON_CLUSTER_BUNDLE_READ_SPOOLED_TAR_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/cluster/bundle/spool.h"

namespace minidcos {

struct SpooledFile {
  // No zero byte is in its beginning.
  bool is_text = false;
  // Gives all of it to a sink; called at most once. kDataLoss if it is cut.
  std::function<absl::StatusOr<bool>(
      const std::function<absl::Status(absl::string_view)>& sink)>
      read;
};

// Calls `each` for every regular file in `tar`, until that fails. Those whose
// path leads out of where the tar would be unpacked are left out. kDataLoss if
// `tar` is no whole tar.
absl::Status ReadSpooledTar(
    Spool& tar, const std::function<absl::Status(const std::string& path,
                                                 const SpooledFile&)>& each);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_BUNDLE_READ_SPOOLED_TAR_H_
