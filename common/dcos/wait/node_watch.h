// Tells that a node has stopped, as of then no waiting makes a cluster ready.

#ifndef MINIDCOS_COMMON_DCOS_WAIT_NODE_WATCH_H_
#define MINIDCOS_COMMON_DCOS_WAIT_NODE_WATCH_H_

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/node/node.h"

namespace minidcos {

class NodeWatch {
 public:
  // Looks at most every `interval`, from now on.
  explicit NodeWatch(std::vector<Node> nodes,
                     absl::Duration interval = absl::Seconds(3))
      : nodes_(std::move(nodes)), interval_(interval) {}

  // kAborted, naming the nodes, if the transport says that some do not run: at
  // once by docker exec; by ssh when it makes a new connection, half a minute
  // after the old one has broken.
  absl::Status Look(const Context& ctx);

 private:
  const std::vector<Node> nodes_;
  const absl::Duration interval_;
  absl::Duration looked_ = MonotonicNow();
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_WAIT_NODE_WATCH_H_
