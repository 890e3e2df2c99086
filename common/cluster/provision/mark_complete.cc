#include "common/cluster/provision/mark_complete.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/tar.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::Status MarkComplete(const Context& ctx, DockerClient& docker,
                          const Cluster& cluster) {
  if (cluster.masters.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("cluster '", cluster.id, "' has no master any more"));
  }
  TarWriter tar;
  tar.AddFile(kCompleteMarker, "", 0644);
  ASSIGN_OR_RETURN(const std::string bytes, tar.Finish());
  return docker.PutArchive(ctx, cluster.masters.front().container_id(),
                           kCompleteMarkerFolder, bytes);
}

}  // namespace minidcos
