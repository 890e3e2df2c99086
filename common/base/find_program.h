// Where a program is that a user names as in a shell.

#ifndef MINIDCOS_COMMON_BASE_FIND_PROGRAM_H_
#define MINIDCOS_COMMON_BASE_FIND_PROGRAM_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// The path of the program `name`: itself if it has a slash, else the first file
// of that name in the folders of `path`, which are parted by colons, that can
// be executed. kNotFound if there is none; kPermissionDenied if there are only
// such as cannot be executed.
absl::StatusOr<std::string> FindProgram(absl::string_view name,
                                        absl::string_view path);

// The same in $PATH.
absl::StatusOr<std::string> FindProgram(absl::string_view name);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_FIND_PROGRAM_H_
