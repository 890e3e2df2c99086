// What becomes of a cluster that could not be made.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_KEEP_OR_UNDO_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_KEEP_OR_UNDO_H_

#include <functional>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/undo.h"

namespace minidcos {

// Removes what `creation` made, or keeps it where `options` would and there are
// nodes to be looked at. Before either, `look` (if any) is given those nodes.
// Returns `failure`, or what is behind it.
absl::Status KeepOrUndo(const Operation& operation,
                        const ClusterOptions& options, const Creation& creation,
                        const absl::Status& failure,
                        const std::function<void(const Cluster&)>& look);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_KEEP_OR_UNDO_H_
