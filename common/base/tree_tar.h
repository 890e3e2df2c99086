// A file or folder of this machine as a tar archive, made piece by piece while
// it is read: memory does not grow with its size.
//
//   ASSIGN_OR_RETURN(const TreeSummary summary, SummarizeTree(path, links));
//   TreeTar tar(path, links);
//   while (true) {
//     ASSIGN_OR_RETURN(const std::string piece, tar.Next());
//     if (piece.empty()) break;
//   }

#ifndef MINIDCOS_COMMON_BASE_TREE_TAR_H_
#define MINIDCOS_COMMON_BASE_TREE_TAR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fd.h"
#include "common/base/file_tree.h"

struct archive;
struct archive_entry;

namespace minidcos {

struct TreeSummary {
  bool is_folder = false;
  // In regular files, without holes.
  int64_t bytes = 0;
  // Whether a file has holes of 1 MiB or more.
  bool has_holes = false;
  // Paths of what a tar leaves out: sockets, fifos, devices.
  std::vector<std::string> special;
};

// What is at `path`, found without opening a file. FileTree's errors;
// kInvalidArgument if `path` itself is a socket, fifo or device.
absl::StatusOr<TreeSummary> SummarizeTree(const std::string& path,
                                          FileTree::Links links);

// A tar (pax; names as bytes, whatever they are) of these entries: kContent,
// the file or folder itself; kContent/..., what is in it; at last kEnd, an
// empty file, which tells that nothing is missing: tar takes an archive that
// ends between two entries for a whole one. Permissions, with setuid and its
// like, and modification times are kept, holes are not filled, the owner is
// root. Special files are left out; hard links come as files of their own.
class TreeTar {
 public:
  static constexpr char kContent[] = "d";
  static constexpr char kEnd[] = "e";

  TreeTar(std::string path, FileTree::Links links);
  ~TreeTar();
  TreeTar(const TreeTar&) = delete;
  TreeTar& operator=(const TreeTar&) = delete;

  // The next bytes of the archive, about PieceQueue::kPiece; empty at its end.
  // FileTree's errors; kFailedPrecondition for a file that changes its size
  // while it is read.
  absl::StatusOr<std::string> Next();

 private:
  // What is not a hole.
  struct Extent {
    int64_t begin;
    int64_t end;
  };
  // A regular file that is being read.
  struct File {
    Fd fd;
    std::string path;
    int64_t size;
    // Not read yet, last first.
    std::vector<Extent> extents;
    int64_t offset = 0;
  };

  absl::Status Step();
  absl::Status Begin(const FileTree::Entry& entry);
  absl::Status BeginFile(const FileTree::Entry& entry);
  static absl::StatusOr<std::vector<Extent>> FindExtents(
      int fd, const struct stat& status);
  absl::Status ReadOn();
  absl::Status WriteHeader(archive_entry* header);
  absl::Status WriteData(size_t size);
  absl::Status End();

  const std::string path_;
  const FileTree::Links links_;
  std::unique_ptr<FileTree> tree_;
  std::unique_ptr<File> file_;
  std::vector<char> buffer_;
  std::string piece_;
  archive* archive_;
  bool has_ended_ = false;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_TREE_TAR_H_
