// A file or folder that was made under another name, put in its place.

#ifndef MINIDCOS_COMMON_BASE_MOVE_TREE_H_
#define MINIDCOS_COMMON_BASE_MOVE_TREE_H_

#include <string>

#include "absl/status/status.h"

namespace minidcos {

// Moves the file or folder `from` to `to`, on the same file system, by
// renaming: each file is there whole or not at all.
// Without `overwrite`, kAlreadyExists if there is anything at `to`. With it, a
// file takes a file's place, and what is in a folder comes into the folder that
// is there, which keeps its permissions; kFailedPrecondition, and nothing done,
// if a folder and something else would meet.
absl::Status MoveTree(const std::string& from, const std::string& to,
                      bool overwrite);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_MOVE_TREE_H_
