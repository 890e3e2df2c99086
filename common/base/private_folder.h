// A folder of this user alone for sockets and what belongs to them, with a
// short path: a socket's may have 107 characters.

#ifndef MINIDCOS_COMMON_BASE_PRIVATE_FOLDER_H_
#define MINIDCOS_COMMON_BASE_PRIVATE_FOLDER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace minidcos {

// $XDG_RUNTIME_DIR/minidcos, without such a folder of at most
// kLongestRuntimeFolder characters /tmp/minidcos-<uid>; not made.
std::string PrivateFolderPath();
inline constexpr int kLongestRuntimeFolder = 24;

// The folders in which tools of this user may have left something: that one,
// and, unless $XDG_RUNTIME_DIR names a place of the user's own choice, what it
// is for who has logged in and for who has not, as cron. Only those that are
// there, and are what PrivateFolder() takes.
std::vector<std::string> PrivateFolders();

// The same, made if it is not there. kPermissionDenied if what is there is not
// a folder of ours of mode 0700: in /tmp anybody may have put it there.
absl::StatusOr<std::string> PrivateFolder();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_PRIVATE_FOLDER_H_
