#include "common/cluster/image/build_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/status/status_macros.h"

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

}  // namespace minidcos
