#include "common/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

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
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error) return ErrnoStatus(error.value(), Quoted("removing", path));
  return absl::OkStatus();
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
