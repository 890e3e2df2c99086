#include "common/cluster/provision/host_limits.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace minidcos {

absl::Status CheckInotifyInstances(int limit, int running_nodes,
                                   int new_nodes) {
  const int needed = (running_nodes + new_nodes) * kInotifyInstancesPerNode;
  if (needed <= limit) return absl::OkStatus();
  int enough = 1024;
  while (enough < needed) enough *= 2;
  return absl::FailedPreconditionError(absl::StrCat(
      new_nodes, " nodes beside ", running_nodes, " running ones need ", needed,
      " inotify instances, and the host allows ", limit,
      ": run 'sysctl -w fs.inotify.max_user_instances=", enough, "' as root"));
}

}  // namespace minidcos
