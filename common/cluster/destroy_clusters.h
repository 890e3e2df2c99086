// Destroys clusters that the user names by their ids.

#ifndef MINIDCOS_COMMON_CLUSTER_DESTROY_CLUSTERS_H_
#define MINIDCOS_COMMON_CLUSTER_DESTROY_CLUSTERS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

enum class MissingCluster { kIsAnError, kIsAWarning };

// Destroys the clusters `ids` and calls `destroyed` with each id, in order,
// when that cluster is gone; the same id twice counts once. One of which there
// are no nodes any more, but what DestroyRemains() removes, counts as there.
// Neither an unknown one nor a failure stops the others: at the end the first
// failure is returned, else kNotFound for the unknown ones, unless they are
// only a warning.
absl::Status DestroyClusters(
    const Context& ctx, DockerClient& docker,
    const std::vector<std::string>& ids, MissingCluster missing,
    Progress& progress,
    const std::function<void(absl::string_view)>& destroyed);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_DESTROY_CLUSTERS_H_
