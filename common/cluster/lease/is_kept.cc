#include "common/cluster/lease/is_kept.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/cluster/lease/lease_files.h"
#include "common/docker/client.h"
#include "common/node/node.h"

namespace minidcos {

bool IsKept(const Context& ctx, DockerClient& docker, const Cluster& cluster) {
  const std::vector<Node> nodes = cluster.nodes();
  if (nodes.empty()) return false;
  const absl::StatusOr<bool> is_kept =
      docker.PathExists(ctx, nodes.front().container_id(),
                        absl::StrCat(kLeaseFolder, "/", kKeptFile));
  return is_kept.ok() ? *is_kept : !absl::IsNotFound(is_kept.status());
}

}  // namespace minidcos
