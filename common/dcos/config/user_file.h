// A file that the user has named.

#ifndef MINIDCOS_COMMON_DCOS_CONFIG_USER_FILE_H_
#define MINIDCOS_COMMON_DCOS_CONFIG_USER_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace minidcos {

// All of the file at `path`. kNotFound if there is none, kInvalidArgument if it
// cannot be read: it is a folder, or not for this user.
absl::StatusOr<std::string> ReadUserFile(const std::string& path);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_CONFIG_USER_FILE_H_
