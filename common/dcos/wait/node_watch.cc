#include "common/dcos/wait/node_watch.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/dcos/wait/poll_until.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kMostAtOnce = 16;
constexpr absl::Duration kTimeout = absl::Seconds(5);

}  // namespace

absl::Status NodeWatch::PollUntil(const Context& ctx, Progress::Step& step,
                                  absl::string_view condition,
                                  const std::function<absl::Status()>& look) {
  return minidcos::PollUntil(ctx, step, condition, [&]() -> absl::Status {
    const absl::Status seen = look();
    if (!seen.ok()) RETURN_IF_ERROR(Look(ctx));
    return seen;
  });
}

absl::Status NodeWatch::Look(const Context& ctx) {
  const absl::Duration now = MonotonicNow();
  if (now - looked_ < interval_) return absl::OkStatus();
  looked_ = now;
  const Context limited = ctx.WithTimeout(kTimeout);
  const std::vector<absl::Status> statuses =
      ForEachParallel(static_cast<int>(nodes_.size()), kMostAtOnce, [&](int i) {
        return nodes_[i].Run(limited, {.argv = {"true"}}).status();
      });
  std::vector<std::string> stopped;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (absl::IsFailedPrecondition(statuses[i])) {
      stopped.push_back(nodes_[i].reference());
    }
  }
  if (stopped.empty()) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat(absl::StrJoin(stopped, ", "),
                                         stopped.size() == 1 ? " does" : " do",
                                         " not run any more"));
}

}  // namespace minidcos
