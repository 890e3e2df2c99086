// A fact that several checks want and that is found once.

#ifndef MINIDCOS_COMMON_DOCTOR_LAZY_H_
#define MINIDCOS_COMMON_DOCTOR_LAZY_H_

#include <functional>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

namespace minidcos {

// Safe to use from several threads at once.
template <typename T>
class Lazy {
 public:
  // What `find` returned for whoever came first; the others wait for it.
  const absl::StatusOr<T>& Get(const std::function<absl::StatusOr<T>()>& find)
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    if (!value_.has_value()) value_ = find();
    return *value_;
  }

 private:
  absl::Mutex mutex_;
  std::optional<absl::StatusOr<T>> value_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_LAZY_H_
