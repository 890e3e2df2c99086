#include "common/dcos/wait/node_watch.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/base/parallel.h"
#include "common/node/node.h"

namespace minidcos {
namespace {

constexpr int kMostAtOnce = 16;
constexpr absl::Duration kTimeout = absl::Seconds(5);

}  // namespace

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
