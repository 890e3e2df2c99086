// What a bundle holds of each node.

#ifndef MINIDCOS_COMMON_CLUSTER_BUNDLE_NODE_ITEMS_H_
#define MINIDCOS_COMMON_CLUSTER_BUNDLE_NODE_ITEMS_H_

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/node/command.h"

namespace minidcos {

struct NodeItem {
  // What collect.sh calls it.
  const char* name;
  // The file that it becomes; a folder of those in a tar if it ends in '/'.
  const char* file;
  // How long it may take.
  absl::Duration limit = absl::Seconds(30);
  // Whether it takes nothing but the node's volumes: to be had though the node
  // does not run.
  bool at_rest = false;
};

// In the order in which they are best asked for.
absl::Span<const NodeItem> NodeItems();

// The command that prints `item`, and its exit code if a node has no such
// thing.
Command NodeItemCommand(const NodeItem& item);
inline constexpr int kNoSuchItem = 100;

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_BUNDLE_NODE_ITEMS_H_
