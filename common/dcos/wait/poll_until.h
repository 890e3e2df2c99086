// Looks at a condition, again and again, until it holds.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_POLL_UNTIL_H_
#define MINIDCOS_COMMON_DCOS_WAIT_POLL_UNTIL_H_

#include <functional>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"

namespace minidcos {

// Calls `look` until it returns OK: the condition holds. Until then it returns
// an error whose message says what was seen instead, which `step` then shows.
// No error ends the waiting: while a system starts, any answer may come.
//
// The pause between two looks is a tenth of the time waited so far, at least
// 50 ms and at most 1 s: what is ready soon is seen at once, and waiting long
// costs little. `look` must end when `ctx` does, and should have a shorter
// limit of its own.
//
// kCancelled when `ctx` is cancelled. kDeadlineExceeded when its time is up,
// with the message and the output (GetOutput) of the last look that was not cut
// off.
absl::Status PollUntil(const Context& ctx, Progress::Step& step,
                       const std::function<absl::Status()>& look);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_POLL_UNTIL_H_
