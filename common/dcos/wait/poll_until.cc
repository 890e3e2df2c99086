#include "common/dcos/wait/poll_until.h"

#include <algorithm>
#include <functional>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/status/annotate.h"

namespace minidcos {
namespace {

constexpr absl::Duration kShortestPause = absl::Milliseconds(50);
constexpr absl::Duration kLongestPause = absl::Seconds(1);

// Why the waiting ended, and what had not come true.
absl::Status Ended(const absl::Status& why, const absl::Status& last_seen) {
  if (absl::IsCancelled(why)) return why;
  return Annotate(WithCode(last_seen, why.code()), why.message());
}

}  // namespace

absl::Status PollUntil(const Context& ctx, Progress::Step& step,
                       const std::function<absl::Status()>& look) {
  const absl::Time start = absl::Now();
  absl::Status last_seen;
  while (true) {
    const absl::Status seen = look();
    if (seen.ok()) return seen;
    const absl::Status ended = ctx.Check();
    if (ended.ok() || last_seen.ok()) last_seen = seen;
    if (!ended.ok()) return Ended(ended, last_seen);
    step.Update(seen.message());
    const absl::Status waited = ctx.WaitFor(
        std::clamp((absl::Now() - start) / 10, kShortestPause, kLongestPause));
    if (!waited.ok()) return Ended(waited, last_seen);
  }
}

}  // namespace minidcos
