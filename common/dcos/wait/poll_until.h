// Looks at a condition, again and again, until it holds.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_POLL_UNTIL_H_
#define MINIDCOS_COMMON_DCOS_WAIT_POLL_UNTIL_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"

namespace minidcos {

// Calls `look` until it returns OK: `condition`, such as "Marathon", holds.
// Until then it returns an error whose message says what was seen instead,
// which `step` then shows. While a system starts, any answer may come: the
// waiting goes on, unless the error is kAborted, which stands for what no
// waiting can change.
//
// The pause between two looks is a tenth of the time waited so far, at least
// 50 ms and at most 1 s: what is ready soon is seen at once, and waiting long
// costs little. `look` must end when `ctx` does, and should have a shorter
// limit of its own.
//
// kCancelled when `ctx` is cancelled. kDeadlineExceeded when its time is up:
// the condition, for how long it was waited for, and the message and the output
// (GetOutput) of the last look that was not cut off. kFailedPrecondition
// instead of kAborted.
absl::Status PollUntil(const Context& ctx, Progress::Step& step,
                       absl::string_view condition,
                       const std::function<absl::Status()>& look);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_POLL_UNTIL_H_
