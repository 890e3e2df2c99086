// The folders that a user has for temporary things, of a test's own: what other
// processes of the user keep there is not found in them.
//
//   const UserFolders folders_;
//   ... folders_.temporary() ...

#ifndef MINIDCOS_TESTING_USER_FOLDERS_H_
#define MINIDCOS_TESTING_USER_FOLDERS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/base/files.h"

namespace minidcos {

// One at a time: they are this process's $TMPDIR and $XDG_RUNTIME_DIR.
class UserFolders {
 public:
  UserFolders();
  ~UserFolders();
  UserFolders(const UserFolders&) = delete;
  UserFolders& operator=(const UserFolders&) = delete;

  const std::string& temporary() const { return temporary_.path(); }
  const std::string& runtime() const { return runtime_.path(); }

  // A folder in temporary() as a TemporaryFolder whose maker was killed leaves
  // it. Returns its path.
  std::string MakeAbandoned(absl::string_view purpose) const;

 private:
  // Not TEST_TMPDIR: a socket's path may have 107 characters.
  const ScopedFolder temporary_ = *ScopedFolder::Make("/tmp", "user-");
  // At most kLongestRuntimeFolder (common/base/private_folder.h) characters.
  const ScopedFolder runtime_ = *ScopedFolder::Make("/tmp", "r-");
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_USER_FOLDERS_H_
