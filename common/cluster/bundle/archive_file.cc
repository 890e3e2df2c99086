#include "common/cluster/bundle/archive_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/base/files.h"
#include "common/base/temporary_folder.h"
#include "common/cluster/bundle/spool.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

bool IsZstd(absl::string_view path) {
  return absl::EndsWith(path, ".tar.zst") || absl::EndsWith(path, ".tzst");
}

bool IsGzip(absl::string_view path) {
  return absl::EndsWith(path, ".tar.gz") || absl::EndsWith(path, ".tgz");
}

absl::Status Exists(const std::string& path) {
  return absl::AlreadyExistsError(absl::StrCat("'", path, "' exists already"));
}

// Where the archive `path` is until it is whole.
absl::StatusOr<std::string> PartBeside(const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::canonical(
      std::filesystem::absolute(path, error).parent_path(), error);
  if (error) {
    return ErrnoStatus(error.value(), absl::StrCat("creating '", path, "'"));
  }
  return (folder / absl::StrCat(".", TemporaryName("bundle"))).string();
}

archive* NewArchive(const std::string& path, int fd) {
  archive* writer = archive_write_new();
  if (writer == nullptr) return nullptr;
  // Unlike pax, it takes names as bytes, whatever the locale.
  if (archive_write_set_format_gnutar(writer) == ARCHIVE_OK &&
      (IsZstd(path) ? archive_write_add_filter_zstd(writer)
                    : archive_write_add_filter_gzip(writer)) == ARCHIVE_OK &&
      archive_write_open_fd(writer, fd) == ARCHIVE_OK) {
    return writer;
  }
  archive_write_free(writer);
  return nullptr;
}

}  // namespace

absl::Status CheckArchiveName(absl::string_view path) {
  if (IsZstd(path) || IsGzip(path)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "'", path, "' does not end in .tar.zst, .tzst, .tar.gz or .tgz"));
}

absl::StatusOr<std::unique_ptr<ArchiveFile>> ArchiveFile::Create(
    const std::string& path, bool replace) {
  RETURN_IF_ERROR(CheckArchiveName(path));
  if (!replace && access(path.c_str(), F_OK) == 0) return Exists(path);
  ASSIGN_OR_RETURN(std::string part, PartBeside(path));
  Announce(part);
  const int fd =
      open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    const absl::Status status =
        ErrnoStatus(errno, absl::StrCat("creating '", path, "'"));
    Unannounce(part);
    return status;
  }
  archive* writer = NewArchive(path, fd);
  auto file = absl::WrapUnique(
      new ArchiveFile(path, replace, std::move(part), fd, writer));
  if (writer == nullptr) {
    return absl::InternalError(
        "libarchive does not know how to write such an archive");
  }
  return file;
}

ArchiveFile::ArchiveFile(std::string path, bool replace, std::string part,
                         int fd, archive* writer)
    : path_(std::move(path)),
      replace_(replace),
      part_(std::move(part)),
      fd_(fd),
      archive_(writer) {}

ArchiveFile::~ArchiveFile() {
  if (archive_ != nullptr) archive_write_free(archive_);
  close(fd_);
  unlink(part_.c_str());
  Unannounce(part_);
}

absl::Status ArchiveFile::Add(const std::string& name,
                              absl::string_view content) {
  const absl::MutexLock lock(&mutex_);
  return AddEntry(name, static_cast<int64_t>(content.size()),
                  [&]() -> absl::StatusOr<absl::string_view> {
                    return std::exchange(content, "");
                  });
}

absl::Status ArchiveFile::Add(const std::string& name, Spool& content) {
  const absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(content.Rewind());
  return AddEntry(name, content.size(), [&] { return content.Read(); });
}

absl::Status ArchiveFile::AddEntry(
    const std::string& name, int64_t size,
    const std::function<absl::StatusOr<absl::string_view>()>& read) {
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(
      archive_entry_new(), &archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0600);
  archive_entry_set_mtime(entry.get(), std::time(nullptr), 0);
  archive_entry_set_size(entry.get(), size);
  if (archive_write_header(archive_, entry.get()) != ARCHIVE_OK) {
    return Failed();
  }
  while (size > 0) {
    ASSIGN_OR_RETURN(const absl::string_view piece, read());
    if (piece.empty()) return absl::DataLossError("a temporary file was cut");
    if (archive_write_data(archive_, piece.data(), piece.size()) < 0) {
      return Failed();
    }
    size -= static_cast<int64_t>(piece.size());
  }
  return absl::OkStatus();
}

absl::Status ArchiveFile::Failed() {
  const int error = archive_errno(archive_);
  return ErrnoStatus(error > 0 ? error : EIO,
                     absl::StrCat("writing '", path_, "'"));
}

absl::Status ArchiveFile::Finish() {
  const absl::MutexLock lock(&mutex_);
  if (archive_write_close(archive_) != ARCHIVE_OK) return Failed();
  if (!replace_) {
    if (link(part_.c_str(), path_.c_str()) == 0) return absl::OkStatus();
    if (errno == EEXIST) return Exists(path_);
    // There are file systems without hard links.
  }
  if (rename(part_.c_str(), path_.c_str()) == 0) return absl::OkStatus();
  return ErrnoStatus(errno, absl::StrCat("writing '", path_, "'"));
}

}  // namespace minidcos
