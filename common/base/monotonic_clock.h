// The clock for measuring how long something takes: unlike absl::Now(), it is
// not set while we wait.

#ifndef MINIDCOS_COMMON_BASE_MONOTONIC_CLOCK_H_
#define MINIDCOS_COMMON_BASE_MONOTONIC_CLOCK_H_

#include "absl/time/time.h"

namespace minidcos {

// Time since some moment that stays the same as long as the machine runs.
absl::Duration MonotonicNow();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_MONOTONIC_CLOCK_H_
