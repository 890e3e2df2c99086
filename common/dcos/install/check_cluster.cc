#include "common/dcos/install/check_cluster.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/dcos/config/config.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {

std::string NameOf(const Cluster& cluster) {
  if (cluster.id.empty()) return "the cluster";
  return absl::StrCat("cluster '", cluster.id, "'");
}

absl::Status CheckCluster(const Operation& operation, const Cluster& cluster) {
  ASSIGN_OR_RETURN(const bool complete,
                   IsComplete(operation.ctx, operation.docker, cluster));
  if (!complete) {
    return absl::FailedPreconditionError(absl::StrCat(
        NameOf(cluster),
        " is half-made: its creation still goes on, or was killed"));
  }
  for (const Node& node : cluster.nodes()) {
    if (node.state() == "running") continue;
    return absl::FailedPreconditionError(
        absl::StrCat(node.reference(), " does not run: it is ", node.state()));
  }
  return WithCode(CheckMasterCount(static_cast<int>(cluster.masters.size())),
                  absl::StatusCode::kFailedPrecondition);
}

}  // namespace minidcos
