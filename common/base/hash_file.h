// The hash of a large file.

#ifndef MINIDCOS_COMMON_BASE_HASH_FILE_H_
#define MINIDCOS_COMMON_BASE_HASH_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"

namespace minidcos {

// The SHA-256 hash of the file `path`, as HexSha256() gives it, read in pieces.
// `step` shows how far it is.
absl::StatusOr<std::string> HashFile(const Context& ctx,
                                     const std::string& path,
                                     Progress::Step& step);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_HASH_FILE_H_
