#include "common/cluster/bundle/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/temporary_folder.h"

namespace minidcos {
namespace {

constexpr size_t kPiece = size_t{64} << 10;
constexpr char kWriting[] = "writing a temporary file";

}  // namespace

absl::StatusOr<Spool> Spool::Make() {
  const std::string path =
      absl::StrCat(TemporaryDirectory(), "/", TemporaryName("spool"));
  const int fd =
      open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    return ErrnoStatus(errno, absl::StrCat("creating a temporary file in '",
                                           TemporaryDirectory(), "'"));
  }
  unlink(path.c_str());
  return Spool(fd);
}

Spool::~Spool() {
  if (fd_ >= 0) close(fd_);
}

Spool::Spool(Spool&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      size_(other.size_),
      piece_(std::move(other.piece_)) {}

absl::Status Spool::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return ErrnoStatus(errno, kWriting);
    size_ += written;
    bytes.remove_prefix(written);
  }
  return absl::OkStatus();
}

absl::Status Spool::Rewind() {
  if (lseek(fd_, 0, SEEK_SET) != 0) return ErrnoStatus(errno, kWriting);
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> Spool::Read() {
  piece_.resize(kPiece);
  ssize_t got = 0;
  do {
    got = read(fd_, piece_.data(), piece_.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0) return ErrnoStatus(errno, "reading a temporary file");
  return absl::string_view(piece_.data(), got);
}

}  // namespace minidcos
