#include "common/dcos/wait/poll_until.h"

#include <algorithm>
#include <functional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/base/progress.h"
#include "common/status/annotate.h"

namespace minidcos {
namespace {

constexpr absl::Duration kShortestPause = absl::Milliseconds(50);
constexpr absl::Duration kLongestPause = absl::Seconds(1);

// Why the waiting of `time` ended, and what had not come true.
absl::Status Ended(const absl::Status& why, absl::string_view condition,
                   absl::Duration time, const absl::Status& last_seen) {
  if (absl::IsCancelled(why)) return why;
  return Annotate(WithCode(last_seen, why.code()),
                  absl::StrCat(why.message(), " after ",
                               absl::FormatDuration(
                                   absl::Trunc(time, absl::Milliseconds(100))),
                               " of waiting for ", condition));
}

}  // namespace

absl::Status PollUntil(const Context& ctx, Progress::Step& step,
                       absl::string_view condition,
                       const std::function<absl::Status()>& look) {
  const absl::Duration start = MonotonicNow();
  absl::Status last_seen;
  while (true) {
    const absl::Status seen = look();
    if (seen.ok()) return seen;
    if (absl::IsAborted(seen)) {
      return WithCode(seen, absl::StatusCode::kFailedPrecondition);
    }
    absl::Status ended = ctx.Check();
    if (ended.ok() || last_seen.ok()) last_seen = seen;
    if (ended.ok()) {
      step.Update(seen.message());
      ended = ctx.WaitFor(std::clamp((MonotonicNow() - start) / 10,
                                     kShortestPause, kLongestPause));
    }
    if (!ended.ok()) {
      return Ended(ended, condition, MonotonicNow() - start, last_seen);
    }
  }
}

}  // namespace minidcos
