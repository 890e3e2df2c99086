// --installer-checksum: what a file must be, byte for byte.

#ifndef MINIDCOS_COMMON_DCOS_INSTALLER_CHECKSUM_H_
#define MINIDCOS_COMMON_DCOS_INSTALLER_CHECKSUM_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"

namespace minidcos {

// Of "sha256:<64 hexadecimal digits>" the digits, in lower case; of "", which
// asks for nothing, "". kInvalidArgument for all else.
absl::StatusOr<std::string> ParseChecksum(absl::string_view checksum);

// Whether the file `path`, which errors call `name`, has the hash `sha256` that
// ParseChecksum() gave; kFailedPrecondition, telling which it has, if not.
// `step` shows how far the reading is.
absl::Status CheckChecksum(const Context& ctx, const std::string& path,
                           absl::string_view name, absl::string_view sha256,
                           Progress::Step& step);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALLER_CHECKSUM_H_
