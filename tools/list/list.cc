#include "tools/list/list.h"

#include <ostream>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kAtOnce = 8;

}  // namespace

absl::Status ListClusters(const Context& ctx, DockerClient& docker,
                          std::ostream& out) {
  ASSIGN_OR_RETURN(const std::vector<Cluster> clusters,
                   FindClusters(ctx, docker));
  const int count = static_cast<int>(clusters.size());
  std::vector<char> complete(count, false);
  RETURN_IF_ERROR(
      FirstError(ForEachParallel(count, kAtOnce, [&](int i) -> absl::Status {
        const absl::StatusOr<bool> is_complete =
            IsComplete(ctx, docker, clusters[i]);
        // It was destroyed meanwhile.
        if (absl::IsNotFound(is_complete.status())) return absl::OkStatus();
        RETURN_IF_ERROR(is_complete.status());
        complete[i] = *is_complete;
        return absl::OkStatus();
      })));
  for (int i = 0; i < count; ++i) {
    if (complete[i]) out << clusters[i].id << '\n';
  }
  return absl::OkStatus();
}

}  // namespace minidcos
