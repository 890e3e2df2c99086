#include "tools/inspect/inspect_ssh_config.h"

#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/cluster/ssh_access.h"
#include "common/docker/client.h"
#include "common/node/node.h"
#include "common/node/ssh.h"
#include "common/node/ssh_login.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::Status WriteSshConfig(const Context& ctx, DockerClient& docker,
                            const std::string& cluster_id, Progress& progress,
                            std::ostream& out) {
  ASSIGN_OR_RETURN(const Cluster cluster, FindCluster(ctx, docker, cluster_id));
  const std::shared_ptr<SshAccess> access =
      NewClusterSshAccess(docker, cluster);
  for (const Node& node : cluster.nodes()) {
    if (node.ip_address().empty()) {
      progress.Warn(
          absl::StrCat(node.reference(), " is left out: it is ", node.state()));
      continue;
    }
    ASSIGN_OR_RETURN(const SshLogin login, PrepareSshLogin(ctx, *access, node));
    out << SshConfigBlock(
        {node.reference(), absl::StrCat(cluster.id, ".", node.reference()),
         node.container_name()},
        login);
  }
  return absl::OkStatus();
}

}  // namespace minidcos
