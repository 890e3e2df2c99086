// The same work on several things at once.

#ifndef MINIDCOS_COMMON_BASE_PARALLEL_H_
#define MINIDCOS_COMMON_BASE_PARALLEL_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"

namespace minidcos {

// Runs task(0) ... task(count - 1) on at most `at_most` threads, started in
// order, and returns each one's status at its index. Every task is run,
// whatever became of the others.
std::vector<absl::Status> ForEachParallel(
    int count, int at_most, const std::function<absl::Status(int)>& task);

// The first status that is not OK and not kCancelled; else the first that is
// not OK; else OK. A cancelled task was stopped because of another's failure or
// of the user, so that it is never the cause where there is another.
absl::Status FirstError(const std::vector<absl::Status>& statuses);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_BASE_PARALLEL_H_
