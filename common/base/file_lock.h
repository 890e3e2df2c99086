// A lock between the processes of one machine.

#ifndef MINIDCOS_COMMON_BASE_FILE_LOCK_H_
#define MINIDCOS_COMMON_BASE_FILE_LOCK_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/fd.h"

namespace minidcos {

// Waits until nobody else has the lock on the file `path`, which is made if
// need be and stays, unless who holds the lock removes it. The lock goes with
// the descriptor, or with the process, however that ends; no program that we
// start inherits it. kNotFound without a folder for it, also one that goes
// meanwhile.
absl::StatusOr<Fd> LockFile(const Context& ctx, const std::string& path);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_FILE_LOCK_H_
