// One build of an image at a time on this machine.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_BUILD_LOCK_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_BUILD_LOCK_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"

namespace minidcos {

// Holds the lock that the file `path` stands for; it goes with this object, or
// with the process, however that ends.
class BuildLock {
 public:
  // Waits for the lock, if somebody has it, until `ctx` ends. The file is made,
  // and removed with the lock; one that another user made serves as well, and
  // stays.
  static absl::StatusOr<BuildLock> Acquire(const Context& ctx,
                                           const std::string& path,
                                           Progress& progress);

  ~BuildLock();
  BuildLock(BuildLock&& other) noexcept;
  BuildLock& operator=(BuildLock&&) = delete;

 private:
  BuildLock(int fd, std::string path);
  int fd_;
  std::string path_;
};

// The files of such locks of this user in $TMPDIR, else /tmp, that nobody has:
// what builds that were killed have left.
std::vector<std::string> FindFreeBuildLocks();

// Removes `path`, if it is one of them; else, or if it is gone, does nothing.
absl::Status RemoveFreeBuildLock(const std::string& path);

// Where the lock for the image with the hash `hash` is.
std::string BuildLockPath(absl::string_view hash);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_BUILD_LOCK_H_
