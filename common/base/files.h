// Files and folders, with errors that name the path.

#ifndef MINIDCOS_COMMON_BASE_FILES_H_
#define MINIDCOS_COMMON_BASE_FILES_H_

#include <sys/types.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

// `errno_value` as a status: kNotFound for ENOENT, kAlreadyExists for EEXIST,
// kPermissionDenied for EACCES and EPERM, kResourceExhausted for ENOSPC, else
// kUnknown; the message is "<context>: <strerror>".
absl::Status ErrnoStatus(int errno_value, absl::string_view context);

// The whole file.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Writes the file at once: a reader, or a crash, sees the old content or the
// new one. A file that is made has just the permissions `mode`, whatever the
// umask.
absl::Status WriteFile(const std::string& path, absl::string_view content,
                       mode_t mode);

// Makes one folder, with just the permissions `mode`. kAlreadyExists if there
// is anything of that name.
absl::Status MakeFolder(const std::string& path, mode_t mode);

// Removes what is at `path`, a folder with all that is in it; symbolic links
// are removed, never followed. Nothing there is success. Goes on after an error
// and returns the first.
absl::Status RemoveTree(const std::string& path);

// $TMPDIR, else /tmp.
std::string TemporaryDirectory();

// A fresh folder of mode 0700 under `parent`, removed with its scope.
class ScopedFolder {
 public:
  // `prefix` starts its name.
  static absl::StatusOr<ScopedFolder> Make(const std::string& parent,
                                           absl::string_view prefix);
  ~ScopedFolder();
  ScopedFolder(ScopedFolder&& other) noexcept;
  ScopedFolder& operator=(ScopedFolder&&) = delete;

  const std::string& path() const { return path_; }

 private:
  explicit ScopedFolder(std::string path);
  std::string path_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_FILES_H_
