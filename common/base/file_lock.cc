#include "common/base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Between two looks at a lock that another has.
constexpr absl::Duration kInterval = absl::Milliseconds(5);

// Whether `path` is still the name of the open file `fd`.
bool IsNamed(int fd, const std::string& path) {
  struct stat open_file, named;
  return fstat(fd, &open_file) == 0 && lstat(path.c_str(), &named) == 0 &&
         open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

}  // namespace

absl::StatusOr<Fd> LockFile(const Context& ctx, const std::string& path) {
  while (true) {
    Fd fd(open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (fd.get() < 0) {
      return ErrnoStatus(errno, absl::StrCat("opening '", path, "'"));
    }
    while (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK && errno != EINTR) {
        return ErrnoStatus(errno, absl::StrCat("locking '", path, "'"));
      }
      RETURN_IF_ERROR(ctx.WaitFor(kInterval));
    }
    // Else whoever had it has removed it.
    if (IsNamed(fd.get(), path)) return fd;
  }
}

}  // namespace minidcos
