#include "common/base/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/random_id.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::StatusCode CodeOf(int errno_value) {
  switch (errno_value) {
    case ENOENT:
      return absl::StatusCode::kNotFound;
    case EEXIST:
      return absl::StatusCode::kAlreadyExists;
    case EACCES:
    case EPERM:
      return absl::StatusCode::kPermissionDenied;
    case ENOSPC:
    case EDQUOT:
      return absl::StatusCode::kResourceExhausted;
    default:
      return absl::StatusCode::kUnknown;
  }
}

std::string Quoted(absl::string_view verb, absl::string_view path) {
  return absl::StrCat(verb, " '", path, "'");
}

absl::Status WriteAll(int fd, absl::string_view content,
                      const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return ErrnoStatus(errno, Quoted("writing", path));
    content.remove_prefix(written);
  }
  return absl::OkStatus();
}

absl::Status WriteNewFile(const std::string& path, absl::string_view content,
                          mode_t mode) {
  const int fd =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0) return ErrnoStatus(errno, Quoted("creating", path));
  absl::Cleanup closer = [fd] { close(fd); };
  if (fchmod(fd, mode) != 0)
    return ErrnoStatus(errno, Quoted("creating", path));
  return WriteAll(fd, content, path);
}

// Removes trees of one file system: what is mounted in one is somebody else's,
// as the host's /dev/shm in a root file system that was being made.
class TreeRemover {
 public:
  // What is called `name` in the folder `parent`, and `path` in messages.
  // Nobody can put a symbolic link in the way of what is opened step by step.
  void Remove(int parent, const std::string& name, const std::string& path) {
    struct stat info;
    if (fstatat(parent, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
      return Report(errno, path);
    }
    if (!S_ISDIR(info.st_mode)) {
      if (unlinkat(parent, name.c_str(), 0) != 0) Report(errno, path);
      return;
    }
    if (!device_.has_value()) device_ = info.st_dev;
    if (*device_ != info.st_dev) {
      return ReportStatus(absl::FailedPreconditionError(absl::StrCat(
          Quoted("removing", path), ": another file system is mounted there")));
    }
    // An empty one goes even if we may not look into it.
    if (unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0) return;
    RemoveEntries(parent, name, path);
    if (unlinkat(parent, name.c_str(), AT_REMOVEDIR) != 0) Report(errno, path);
  }

  const absl::Status& first_error() const { return first_error_; }

 private:
  void RemoveEntries(int parent, const std::string& name,
                     const std::string& path) {
    const int fd = openat(parent, name.c_str(),
                          O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return Report(errno, path);
    DIR* const folder = fdopendir(fd);
    if (folder == nullptr) {
      Report(errno, path);
      close(fd);
      return;
    }
    const absl::Cleanup closer = [folder] { closedir(folder); };
    // The names first: POSIX leaves open what a folder that changes tells.
    std::vector<std::string> names;
    while (const dirent* entry = readdir(folder)) {
      const absl::string_view entry_name = entry->d_name;
      if (entry_name == "." || entry_name == "..") continue;
      names.emplace_back(entry_name);
    }
    for (const std::string& entry_name : names) {
      Remove(fd, entry_name, absl::StrCat(path, "/", entry_name));
    }
  }

  // What is gone, somebody else has removed.
  void Report(int error, const std::string& path) {
    if (error == ENOENT) return;
    ReportStatus(ErrnoStatus(error, Quoted("removing", path)));
  }

  // That a folder is not empty only follows from another error.
  void ReportStatus(const absl::Status& status) {
    if (first_error_.ok()) first_error_ = status;
  }

  std::optional<dev_t> device_;
  absl::Status first_error_;
};

}  // namespace

absl::Status ErrnoStatus(int errno_value, absl::string_view context) {
  return absl::Status(CodeOf(errno_value),
                      absl::StrCat(context, ": ", std::strerror(errno_value)));
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return ErrnoStatus(errno, Quoted("opening", path));
  absl::Cleanup closer = [fd] { close(fd); };
  std::string content;
  char buffer[65536];
  while (true) {
    const ssize_t got = read(fd, buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ErrnoStatus(errno, Quoted("reading", path));
    if (got == 0) return content;
    content.append(buffer, got);
  }
}

absl::Status WriteFile(const std::string& path, absl::string_view content,
                       mode_t mode) {
  const std::string fresh = absl::StrCat(path, ".", RandomHex(8), ".new");
  absl::Status status = WriteNewFile(fresh, content, mode);
  if (status.ok() && rename(fresh.c_str(), path.c_str()) != 0) {
    status = ErrnoStatus(errno, Quoted("writing", path));
  }
  if (!status.ok()) unlink(fresh.c_str());
  return status;
}

absl::Status MakeFolder(const std::string& path, mode_t mode) {
  if (mkdir(path.c_str(), mode) != 0 || chmod(path.c_str(), mode) != 0) {
    return ErrnoStatus(errno, Quoted("creating", path));
  }
  return absl::OkStatus();
}

absl::Status RemoveTree(const std::string& path) {
  TreeRemover remover;
  remover.Remove(AT_FDCWD, path, path);
  return remover.first_error();
}

std::string TemporaryDirectory() {
  const char* directory = std::getenv("TMPDIR");
  return directory == nullptr || *directory == '\0' ? "/tmp" : directory;
}

absl::StatusOr<ScopedFolder> ScopedFolder::Make(const std::string& parent,
                                                absl::string_view prefix) {
  std::string path = absl::StrCat(parent, "/", prefix, RandomHex(16));
  RETURN_IF_ERROR(MakeFolder(path, 0700));
  return ScopedFolder(std::move(path));
}

ScopedFolder::ScopedFolder(std::string path) : path_(std::move(path)) {}

ScopedFolder::ScopedFolder(ScopedFolder&& other) noexcept
    : path_(std::exchange(other.path_, "")) {}

ScopedFolder::~ScopedFolder() {
  if (!path_.empty()) RemoveTree(path_).IgnoreError();
}

}  // namespace minidcos
