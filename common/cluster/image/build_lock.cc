#include "common/cluster/image/build_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

// Between two looks at a lock that another process has.
constexpr absl::Duration kInterval = absl::Milliseconds(100);

// An existing file is not opened with O_CREAT: the kernel refuses that for one
// of another user in /tmp (fs.protected_regular).
absl::StatusOr<int> Open(const std::string& path) {
  constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC;
  while (true) {
    int fd = open(path.c_str(), kFlags);
    if (fd < 0 && errno == ENOENT) {
      fd = open(path.c_str(), kFlags | O_CREAT | O_EXCL, 0644);
      if (fd < 0 && errno == EEXIST) continue;
    }
    if (fd >= 0) return fd;
    return ErrnoStatus(errno, absl::StrCat("opening '", path, "'"));
  }
}

// Whether the locked file is still the one that others find: who had the lock
// before us has removed it otherwise.
bool IsAt(int fd, const std::string& path) {
  struct stat ours, there;
  return fstat(fd, &ours) == 0 && stat(path.c_str(), &there) == 0 &&
         ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

// The file of a lock of this user's, locked by us; -1 if it is none, or if
// somebody has it. As long as it is ours, nobody is between opening it and
// locking it without looking whether it is still there (IsAt()).
int TakeIfFree(const std::string& path) {
  struct stat info;
  if (lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) ||
      info.st_uid != geteuid()) {
    return -1;
  }
  const int fd = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return -1;
  if (flock(fd, LOCK_EX | LOCK_NB) == 0 && IsAt(fd, path)) return fd;
  close(fd);
  return -1;
}

}  // namespace

absl::StatusOr<BuildLock> BuildLock::Acquire(const Context& ctx,
                                             const std::string& path,
                                             Progress& progress) {
  std::unique_ptr<Progress::Step> waiting;
  while (true) {
    RETURN_IF_ERROR(ctx.Check());
    ASSIGN_OR_RETURN(const int fd, Open(path));
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
      if (!IsAt(fd, path)) {
        close(fd);
        continue;
      }
      if (waiting != nullptr) waiting->Done();
      return BuildLock(fd, path);
    }
    const int error = errno;
    close(fd);
    if (error != EWOULDBLOCK) {
      return ErrnoStatus(error, absl::StrCat("locking '", path, "'"));
    }
    if (waiting == nullptr) {
      waiting = progress.Begin("Waiting for another build of the node image");
    }
    RETURN_IF_ERROR(ctx.WaitFor(kInterval));
  }
}

BuildLock::BuildLock(int fd, std::string path)
    : fd_(fd), path_(std::move(path)) {}

BuildLock::BuildLock(BuildLock&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

BuildLock::~BuildLock() {
  if (fd_ < 0) return;
  unlink(path_.c_str());
  close(fd_);
}

std::vector<std::string> FindFreeBuildLocks() {
  static const RE2& form = *new RE2("minidcos-image-[0-9a-f]+\\.lock");
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(TemporaryDirectory(), error)) {
    if (!RE2::FullMatch(entry.path().filename().string(), form)) continue;
    const int fd = TakeIfFree(entry.path().string());
    if (fd < 0) continue;
    close(fd);
    found.push_back(entry.path().string());
  }
  return found;
}

absl::Status RemoveFreeBuildLock(const std::string& path) {
  const int fd = TakeIfFree(path);
  if (fd < 0) return absl::OkStatus();
  const bool is_gone = unlink(path.c_str()) == 0 || errno == ENOENT;
  const int error = errno;
  close(fd);
  if (is_gone) return absl::OkStatus();
  return ErrnoStatus(error, absl::StrCat("removing '", path, "'"));
}

std::string BuildLockPath(absl::string_view hash) {
  return absl::StrCat(TemporaryDirectory(), "/minidcos-image-", hash, ".lock");
}

}  // namespace minidcos
