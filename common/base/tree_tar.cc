#include "common/base/tree_tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/fd.h"
#include "common/base/file_time.h"
#include "common/base/file_tree.h"
#include "common/base/files.h"
#include "common/base/piece_queue.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

using ArchiveEntry =
    std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

// Below it, holes are not worth the calls that find them.
constexpr int64_t kLeastHoles = int64_t{1} << 20;

bool HasHoles(const struct stat& status) {
  constexpr int64_t kBlock = 512;  // of st_blocks, always
  return status.st_size - status.st_blocks * kBlock >= kLeastHoles;
}

bool IsSpecial(mode_t mode) {
  return !S_ISREG(mode) && !S_ISDIR(mode) && !S_ISLNK(mode);
}

ArchiveEntry MakeEntry(const std::string& name, const struct stat& status) {
  ArchiveEntry entry(archive_entry_new(), &archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_mode(entry.get(), status.st_mode);
  const timespec& written = ModificationTime(status);
  archive_entry_set_mtime(entry.get(), written.tv_sec, written.tv_nsec);
  archive_entry_set_size(entry.get(),
                         S_ISREG(status.st_mode) ? status.st_size : 0);
  return entry;
}

std::string Quoted(const std::string& path) {
  return absl::StrCat("'", path, "'");
}

std::string NameInTar(const FileTree::Entry& entry) {
  return absl::StrCat(TreeTar::kContent, entry.name.empty() ? "" : "/",
                      entry.name);
}

absl::Status Changed(const std::string& path) {
  return absl::FailedPreconditionError(
      absl::StrCat("'", path, "' changed its size while it was read"));
}

la_ssize_t AppendTo(archive*, void* piece, const void* data, size_t size) {
  static_cast<std::string*>(piece)->append(static_cast<const char*>(data),
                                           size);
  return static_cast<la_ssize_t>(size);
}

}  // namespace

absl::StatusOr<TreeSummary> SummarizeTree(const std::string& path,
                                          FileTree::Links links) {
  ASSIGN_OR_RETURN(const std::unique_ptr<FileTree> tree,
                   FileTree::Open(path, links));
  TreeSummary summary;
  while (true) {
    ASSIGN_OR_RETURN(const FileTree::Entry* entry, tree->Next());
    if (entry == nullptr) return summary;
    const struct stat& status = entry->status;
    if (IsSpecial(status.st_mode) && entry->name.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "'", path, "' is a special file: only files and folders are sent"));
    }
    if (entry->name.empty()) summary.is_folder = S_ISDIR(status.st_mode);
    if (IsSpecial(status.st_mode)) summary.special.push_back(entry->path);
    if (!S_ISREG(status.st_mode)) continue;
    summary.has_holes |= HasHoles(status);
    summary.bytes +=
        HasHoles(status) ? int64_t{status.st_blocks} * 512 : status.st_size;
  }
}

TreeTar::TreeTar(std::string path, FileTree::Links links)
    : path_(std::move(path)),
      links_(links),
      buffer_(PieceQueue::kPiece),
      archive_(archive_write_new()) {
  if (archive_ == nullptr) std::abort();  // out of memory
  archive_write_set_format_pax(archive_);
  // Names are bytes; libarchive would have them in the locale's charset.
  archive_write_set_options(archive_, "hdrcharset=BINARY");
  archive_write_set_bytes_per_block(archive_, 0);
  archive_write_open(archive_, &piece_, nullptr, &AppendTo, nullptr);
}

TreeTar::~TreeTar() { archive_write_free(archive_); }

absl::StatusOr<std::string> TreeTar::Next() {
  // Room for what libarchive adds to the last data.
  constexpr size_t kMore = 4096;
  piece_.reserve(PieceQueue::kPiece + kMore);
  while (piece_.size() < PieceQueue::kPiece && !has_ended_) {
    RETURN_IF_ERROR(Step());
  }
  return std::exchange(piece_, std::string());
}

absl::Status TreeTar::Step() {
  if (file_ != nullptr) return ReadOn();
  if (tree_ == nullptr) {
    ASSIGN_OR_RETURN(tree_, FileTree::Open(path_, links_));
  }
  ASSIGN_OR_RETURN(const FileTree::Entry* entry, tree_->Next());
  return entry == nullptr ? End() : Begin(*entry);
}

absl::Status TreeTar::Begin(const FileTree::Entry& entry) {
  if (IsSpecial(entry.status.st_mode)) return absl::OkStatus();
  if (S_ISREG(entry.status.st_mode)) return BeginFile(entry);
  const ArchiveEntry header = MakeEntry(NameInTar(entry), entry.status);
  if (S_ISLNK(entry.status.st_mode)) {
    archive_entry_set_symlink(header.get(), entry.link_target.c_str());
  }
  return Annotate(WriteHeader(header.get()), Quoted(entry.path));
}

absl::Status TreeTar::BeginFile(const FileTree::Entry& entry) {
  ASSIGN_OR_RETURN(Fd fd, tree_->OpenFile());
  // What was looked at may be another file by now.
  struct stat status;
  if (fstat(fd.get(), &status) != 0) {
    return ErrnoStatus(errno, Quoted(entry.path));
  }
  if (!S_ISREG(status.st_mode)) return Changed(entry.path);
  ASSIGN_OR_RETURN(std::vector<Extent> extents, FindExtents(fd.get(), status));
  const ArchiveEntry header = MakeEntry(NameInTar(entry), status);
  for (const Extent& extent : extents) {
    archive_entry_sparse_add_entry(header.get(), extent.begin,
                                   extent.end - extent.begin);
  }
  if (extents.empty()) extents = {{0, status.st_size}};
  std::reverse(extents.begin(), extents.end());
  RETURN_IF_ERROR(Annotate(WriteHeader(header.get()), Quoted(entry.path)));
  if (status.st_size == 0) return absl::OkStatus();
  file_ = std::make_unique<File>(File{.fd = std::move(fd),
                                      .path = entry.path,
                                      .size = status.st_size,
                                      .extents = std::move(extents)});
  return absl::OkStatus();
}

// None for a file without holes.
absl::StatusOr<std::vector<TreeTar::Extent>> TreeTar::FindExtents(
    int fd, const struct stat& status) {
  std::vector<Extent> extents;
  if (!HasHoles(status)) return extents;
  for (int64_t at = 0; at < status.st_size;) {
    const int64_t begin = lseek(fd, at, SEEK_DATA);
    const int64_t end = begin < 0 ? -1 : lseek(fd, begin, SEEK_HOLE);
    if (end < 0 && errno == ENXIO) break;  // nothing but a hole to the end
    if (end < 0) return ErrnoStatus(errno, "looking for holes");
    extents.push_back({begin, std::min<int64_t>(end, status.st_size)});
    at = end;
  }
  // Without any, libarchive would write the hole out.
  if (extents.empty()) extents.push_back({0, 1});
  return extents;
}

absl::Status TreeTar::ReadOn() {
  File& file = *file_;
  while (!file.extents.empty() && file.extents.back().end <= file.offset) {
    file.extents.pop_back();
  }
  const int64_t begin =
      file.extents.empty() ? file.size : file.extents.back().begin;
  const bool in_hole = file.offset < begin;
  const int64_t end = in_hole ? begin : file.extents.back().end;
  auto size = static_cast<ssize_t>(std::min<int64_t>(
      end - file.offset, static_cast<int64_t>(buffer_.size())));
  // libarchive leaves out what is given for a hole, whatever it is.
  if (!in_hole) {
    size = pread(file.fd.get(), buffer_.data(), size, file.offset);
    if (size < 0) return ErrnoStatus(errno, Quoted(file.path));
    if (size == 0) return Changed(file.path);
  }
  RETURN_IF_ERROR(WriteData(size));
  file.offset += size;
  if (file.offset < file.size) return absl::OkStatus();
  struct stat status;
  if (fstat(file.fd.get(), &status) != 0 || status.st_size != file.size) {
    return Changed(file.path);
  }
  file_ = nullptr;
  return absl::OkStatus();
}

absl::Status TreeTar::End() {
  struct stat status = {};
  status.st_mode = S_IFREG | 0600;
  RETURN_IF_ERROR(WriteHeader(MakeEntry(kEnd, status).get()));
  has_ended_ = true;
  if (archive_write_close(archive_) == ARCHIVE_OK) return absl::OkStatus();
  return absl::InternalError(archive_error_string(archive_));
}

absl::Status TreeTar::WriteHeader(archive_entry* header) {
  if (archive_write_header(archive_, header) == ARCHIVE_OK) {
    return absl::OkStatus();
  }
  return absl::InternalError(archive_error_string(archive_));
}

absl::Status TreeTar::WriteData(size_t size) {
  if (archive_write_data(archive_, buffer_.data(), size) ==
      static_cast<la_ssize_t>(size)) {
    return absl::OkStatus();
  }
  return absl::InternalError(archive_error_string(archive_));
}

}  // namespace minidcos
