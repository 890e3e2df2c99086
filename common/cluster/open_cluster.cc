#include "common/cluster/open_cluster.h"

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/cluster/node_transport.h"
#include "common/docker/client.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::StatusOr<Cluster> OpenCluster(const Context& ctx, DockerClient& docker,
                                    absl::string_view id,
                                    absl::string_view transport) {
  ASSIGN_OR_RETURN(Cluster cluster, FindCluster(ctx, docker, id));
  RETURN_IF_ERROR(UseTransport(docker, transport, cluster));
  return cluster;
}

}  // namespace minidcos
