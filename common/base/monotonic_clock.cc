#include "common/base/monotonic_clock.h"

#include <ctime>

#include "absl/time/time.h"

namespace minidcos {

absl::Duration MonotonicNow() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return absl::DurationFromTimespec(now);
}

}  // namespace minidcos
