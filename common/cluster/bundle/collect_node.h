// What a bundle holds of one node, whatever state that is in.

#ifndef MINIDCOS_COMMON_CLUSTER_BUNDLE_COLLECT_NODE_H_
#define MINIDCOS_COMMON_CLUSTER_BUNDLE_COLLECT_NODE_H_

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/cluster/bundle/content.h"
#include "common/docker/client.h"
#include "common/node/node.h"

namespace minidcos {

// Adds, in a folder of the node's reference, what the engine says of it, what
// it printed on its console, and NodeItems(); of a node on which no command can
// be run, those that are at rest in its volumes. What cannot be had is noted in
// `content`. Fails as BundleContent::Add does.
absl::Status CollectNode(const Context& ctx, DockerClient& docker,
                         const Node& node, BundleContent& content);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_BUNDLE_COLLECT_NODE_H_
