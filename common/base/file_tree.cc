#include "common/base/file_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::StatusOr<std::string> ReadLink(int parent, const char* leaf,
                                     const std::string& path) {
  std::string target(PATH_MAX, '\0');
  const ssize_t size = readlinkat(parent, leaf, target.data(), target.size());
  if (size < 0) return ErrnoStatus(errno, absl::StrCat("'", path, "'"));
  target.resize(size);
  return target;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileTree>> FileTree::Open(
    const std::string& path, Links links) {
  std::unique_ptr<FileTree> tree(new FileTree(path, links));
  tree->leaf_ = path;
  RETURN_IF_ERROR(tree->Look(AT_FDCWD, path.c_str()));
  return tree;
}

absl::StatusOr<const FileTree::Entry*> FileTree::Next() {
  if (!std::exchange(has_begun_, true)) return &entry_;
  if (S_ISDIR(entry_.status.st_mode)) RETURN_IF_ERROR(Enter());
  while (!levels_.empty()) {
    const Level& level = levels_.back();
    entry_.name.resize(level.name_length);
    errno = 0;
    const dirent* found = readdir(level.folder.get());
    if (found == nullptr && errno != 0) {
      return ErrnoStatus(errno,
                         absl::StrCat("'", root_, "/", entry_.name, "'"));
    }
    if (found == nullptr) {
      levels_.pop_back();
      // Not a folder to be entered once more.
      entry_.status.st_mode = 0;
      continue;
    }
    leaf_ = found->d_name;
    if (leaf_ == "." || leaf_ == "..") continue;
    if (!entry_.name.empty()) entry_.name.push_back('/');
    entry_.name.append(leaf_);
    RETURN_IF_ERROR(Look(dirfd(level.folder.get()), leaf_.c_str()));
    return &entry_;
  }
  return nullptr;
}

absl::Status FileTree::Look(int parent, const char* leaf) {
  entry_.path = entry_.name.empty() ? root_
                : absl::EndsWith(root_, "/")
                    ? absl::StrCat(root_, entry_.name)
                    : absl::StrCat(root_, "/", entry_.name);
  entry_.link_target.clear();
  const int flags = links_ == Links::kKeep ? AT_SYMLINK_NOFOLLOW : 0;
  if (fstatat(parent, leaf, &entry_.status, flags) != 0) {
    const int error = errno;
    struct stat link;
    const bool is_link =
        fstatat(parent, leaf, &link, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISLNK(link.st_mode);
    if (!is_link || (error != ENOENT && error != ELOOP)) {
      return ErrnoStatus(error, absl::StrCat("'", entry_.path, "'"));
    }
    return absl::FailedPreconditionError(
        absl::StrCat("'", entry_.path, "' is a symbolic link that leads ",
                     error == ELOOP ? "in a circle" : "to nothing"));
  }
  if (!S_ISLNK(entry_.status.st_mode)) return absl::OkStatus();
  ASSIGN_OR_RETURN(entry_.link_target, ReadLink(parent, leaf, entry_.path));
  return absl::OkStatus();
}

absl::Status FileTree::Enter() {
  for (const Level& level : levels_) {
    if (level.device == entry_.status.st_dev &&
        level.inode == entry_.status.st_ino) {
      return absl::FailedPreconditionError(
          absl::StrCat("'", entry_.path,
                       "' is a symbolic link back to a folder that it is in"));
    }
  }
  const int fd = openat(parent_fd(), leaf_.c_str(),
                        O_RDONLY | O_DIRECTORY | O_CLOEXEC |
                            (links_ == Links::kKeep ? O_NOFOLLOW : 0));
  if (fd < 0) return ErrnoStatus(errno, absl::StrCat("'", entry_.path, "'"));
  DIR* folder = fdopendir(fd);
  if (folder == nullptr) {
    const int error = errno;
    close(fd);
    return ErrnoStatus(error, absl::StrCat("'", entry_.path, "'"));
  }
  levels_.push_back({.folder = std::unique_ptr<DIR, CloseFolder>(folder),
                     .device = entry_.status.st_dev,
                     .inode = entry_.status.st_ino,
                     .name_length = entry_.name.size()});
  return absl::OkStatus();
}

absl::StatusOr<Fd> FileTree::OpenFile() const {
  // A file that has become a fifo since would block.
  Fd fd(openat(parent_fd(), leaf_.c_str(),
               O_RDONLY | O_CLOEXEC | O_NONBLOCK |
                   (links_ == Links::kKeep ? O_NOFOLLOW : 0)));
  if (fd.get() < 0) {
    return ErrnoStatus(errno, absl::StrCat("'", entry_.path, "'"));
  }
  return fd;
}

int FileTree::parent_fd() const {
  return levels_.empty() ? AT_FDCWD : dirfd(levels_.back().folder.get());
}

}  // namespace minidcos
