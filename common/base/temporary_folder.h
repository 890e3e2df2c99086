// What a tool makes for itself on disk and removes at its end, so that a clean
// finds what one that was killed has left. It is named by its maker,
//
//   minidcos-<purpose>-<host>-<boot>-<pid>-<start time>-<random digits>
//
// (process_id.h; host and boot as the first digits of their hashes), perhaps
// with a dot before it. Besides, a symbolic link of the same name in the user's
// private folder (private_folder.h) tells where it is, for it may be anywhere.

#ifndef MINIDCOS_COMMON_BASE_TEMPORARY_FOLDER_H_
#define MINIDCOS_COMMON_BASE_TEMPORARY_FOLDER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// A name for what this process makes, another at each call. `purpose` is a word
// of small letters.
std::string TemporaryName(absl::string_view purpose);

// Whether `name` is one of TemporaryName() of a process that is surely gone
// (IsDead()).
bool IsAbandonedName(absl::string_view name);

// Tells clean of `path`, absolute, as long as it has this name. Where that
// cannot be, nothing is told.
void Announce(const std::string& path);
void Unannounce(const std::string& path);

// The paths that were announced, and what is not there any more left out.
std::vector<std::string> FindAnnounced();

// Takes back the announcements of what is not there any more.
void ForgetDeadAnnouncements();

// A fresh folder of mode 0700, removed with its scope.
class TemporaryFolder {
 public:
  // In $TMPDIR, else /tmp.
  static absl::StatusOr<TemporaryFolder> Make(absl::string_view purpose);

  // In `parent`, with the name `name`: a TemporaryName(), perhaps with a dot
  // before it.
  static absl::StatusOr<TemporaryFolder> MakeIn(const std::string& parent,
                                                absl::string_view name);

  ~TemporaryFolder();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;

  const std::string& path() const { return path_; }

  // Gives it the name `path`, in the same parent folder, under which it stays.
  absl::Status Keep(const std::string& path) &&;

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// Removes the folder `path` as RemoveTree() does, but in such a way that no
// name tells of a half of it: what is left if we are killed is abandoned. One
// that is gone, or that another removes meanwhile, is success. Neither crosses
// into a file system that is mounted below: kFailedPrecondition.
absl::Status RemoveFolderAtOnce(const std::string& path);

// What processes of this user that are gone have left: files, folders and
// sockets in $TMPDIR, else /tmp, and in the private folder, and what was
// announced. Sorted.
std::vector<std::string> FindAbandoned();

// Removes `path`, if it is of FindAbandoned(); else, or if it is gone, does
// nothing.
absl::Status RemoveAbandoned(const std::string& path);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_TEMPORARY_FOLDER_H_
