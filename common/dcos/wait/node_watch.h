// Tells that a node has stopped, as of then no waiting makes a cluster ready.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_NODE_WATCH_H_
#define MINIDCOS_COMMON_DCOS_WAIT_NODE_WATCH_H_

#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/base/progress.h"
#include "common/node/node.h"

namespace minidcos {

class NodeWatch {
 public:
  // Looks at most every `interval`, from now on.
  explicit NodeWatch(std::vector<Node> nodes,
                     absl::Duration interval = absl::Seconds(3))
      : nodes_(std::move(nodes)), interval_(interval) {}

  // PollUntil() (poll_until.h), which ends with kFailedPrecondition, naming the
  // nodes, if the transport says that some do not run: at once by docker exec;
  // by ssh when it makes a new connection, half a minute after the old one has
  // broken.
  absl::Status PollUntil(const Context& ctx, Progress::Step& step,
                         absl::string_view condition,
                         const std::function<absl::Status()>& look);

 private:
  // kAborted if it is time to look and nodes do not run.
  absl::Status Look(const Context& ctx);

  const std::vector<Node> nodes_;
  const absl::Duration interval_;
  absl::Duration looked_ = MonotonicNow();
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_NODE_WATCH_H_
