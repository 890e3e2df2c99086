// A file or folder of this machine with all that is below it, folders before
// what is in them, without keeping it in memory.
//
//   ASSIGN_OR_RETURN(const std::unique_ptr<FileTree> tree,
//                    FileTree::Open("build", FileTree::Links::kFollow));
//   while (true) {
//     ASSIGN_OR_RETURN(const FileTree::Entry* entry, tree->Next());
//     if (entry == nullptr) break;
//   }

#ifndef MINIDCOS_COMMON_BASE_FILE_TREE_H_
#define MINIDCOS_COMMON_BASE_FILE_TREE_H_

#include <dirent.h>
#include <sys/stat.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fd.h"

namespace minidcos {

class FileTree {
 public:
  // What becomes of symbolic links, the tree's own root among them: what they
  // lead to is taken in their place, or they are entries themselves.
  enum class Links { kFollow, kKeep };

  struct Entry {
    // Below the root: empty for the root, else "a/b".
    std::string name;
    // As a user finds it: the path given, and the name.
    std::string path;
    struct stat status = {};
    // Of a symbolic link.
    std::string link_target;
  };

  // kNotFound if there is nothing at `path`.
  static absl::StatusOr<std::unique_ptr<FileTree>> Open(const std::string& path,
                                                        Links links);

  // The next entry, which lives until the next call; null at the end.
  // kFailedPrecondition for a followed link that leads nowhere or back to a
  // folder it is in; else the system's error with the path.
  absl::StatusOr<const Entry*> Next();

  // Opens the entry that Next() gave, a regular file, for reading.
  absl::StatusOr<Fd> OpenFile() const;

 private:
  struct CloseFolder {
    void operator()(DIR* folder) const { closedir(folder); }
  };
  // A folder that is being read.
  struct Level {
    std::unique_ptr<DIR, CloseFolder> folder;
    dev_t device;
    ino_t inode;
    // Of its name below the root.
    size_t name_length;
  };

  FileTree(std::string root, Links links)
      : root_(std::move(root)), links_(links) {}

  // Makes entry_ of `leaf` in the folder `parent`.
  absl::Status Look(int parent, const char* leaf);
  absl::Status Enter();
  int parent_fd() const;

  const std::string root_;
  const Links links_;
  std::vector<Level> levels_;
  // The name of entry_ in its folder.
  std::string leaf_;
  Entry entry_;
  bool has_begun_ = false;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_FILE_TREE_H_
