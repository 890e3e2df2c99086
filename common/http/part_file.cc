#include "common/http/part_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/base/sha256.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::Status ErrnoAt(absl::string_view doing, const std::string& path) {
  return ErrnoStatus(errno, absl::StrCat(doing, " '", path, "'"));
}

// Whether `path` is still the name of the open file `fd`.
bool IsNamed(int fd, const std::string& path) {
  struct stat open_file, named;
  return fstat(fd, &open_file) == 0 && stat(path.c_str(), &named) == 0 &&
         open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

}  // namespace

PartFile::PartFile(Fd fd, const std::string& path, const std::string& url)
    : fd_(std::move(fd)),
      path_(path),
      part_(path + ".part"),
      from_(path + ".part.from"),
      source_(HexSha256(url)) {}

PartFile::~PartFile() {
  if (fd_.get() < 0 || size_ > 0) return;
  RemoveTree(from_).IgnoreError();
  RemoveTree(part_).IgnoreError();
}

absl::StatusOr<PartFile> PartFile::Open(const std::string& path,
                                        const std::string& url) {
  const std::string part = path + ".part";
  while (true) {
    Fd fd(open(part.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (fd.get() < 0) return ErrnoAt("opening", part);
    if (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return ErrnoAt("locking", part);
      return absl::FailedPreconditionError(
          absl::StrCat("another process is downloading to '", path, "'"));
    }
    // Else another process has just finished or dropped it.
    if (!IsNamed(fd.get(), part)) continue;
    PartFile file(std::move(fd), path, url);
    RETURN_IF_ERROR(file.TakeUp());
    return file;
  }
}

absl::Status PartFile::TakeUp() {
  struct stat info;
  if (fstat(fd_.get(), &info) != 0) return ErrnoAt("reading", part_);
  if (!S_ISREG(info.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat("'", part_, "' is no regular file"));
  }
  size_ = info.st_size;
  const absl::StatusOr<std::string> from = ReadFile(from_);
  const std::vector<std::string> lines =
      absl::StrSplit(from.value_or(""), '\n');
  if (lines.size() < 2 || lines[0] != source_) return Restart("");
  version_ = lines[1];
  return absl::OkStatus();
}

absl::Status PartFile::Restart(const std::string& version) {
  // In this order: a part of the one is never taken for a part of the other.
  RETURN_IF_ERROR(Truncate(0));
  version_ = version;
  return version.empty()
             ? RemoveTree(from_)
             : WriteFile(from_, absl::StrCat(source_, "\n", version, "\n"),
                         0600);
}

absl::Status PartFile::Truncate(int64_t size) {
  if (ftruncate(fd_.get(), size) != 0 ||
      lseek(fd_.get(), size, SEEK_SET) != size) {
    return ErrnoAt("writing", part_);
  }
  size_ = size;
  return absl::OkStatus();
}

absl::Status PartFile::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return ErrnoAt("writing", part_);
    size_ += written;
    bytes.remove_prefix(written);
  }
  return absl::OkStatus();
}

absl::Status PartFile::Finish() {
  if (rename(part_.c_str(), path_.c_str()) != 0) {
    return ErrnoAt("making", path_);
  }
  fd_.Reset();
  return RemoveTree(from_);
}

}  // namespace minidcos
