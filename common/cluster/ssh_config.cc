#include "common/cluster/ssh_config.h"

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/cluster/ssh_access.h"
#include "common/docker/client.h"
#include "common/node/node.h"
#include "common/node/ssh.h"
#include "common/node/ssh_login.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kAtOnce = 8;

}  // namespace

absl::Status WriteSshConfig(const Context& ctx, DockerClient& docker,
                            const Cluster& cluster, Progress& progress,
                            std::ostream& out) {
  const std::shared_ptr<SshAccess> access =
      NewClusterSshAccess(docker, cluster);
  const std::vector<Node> nodes = cluster.nodes();
  std::vector<std::string> blocks(nodes.size());
  const auto prepare = [&](int i) -> absl::Status {
    const Node& node = nodes[i];
    if (node.ip_address().empty()) {
      progress.Warn(
          absl::StrCat(node.reference(), " is left out: it is ", node.state()));
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const SshLogin login, PrepareSshLogin(ctx, *access, node));
    blocks[i] = SshConfigBlock(
        {node.reference(), absl::StrCat(cluster.id, ".", node.reference()),
         node.container_name()},
        login);
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(FirstError(
      ForEachParallel(static_cast<int>(nodes.size()), kAtOnce, prepare)));
  for (const std::string& block : blocks) out << block;
  return absl::OkStatus();
}

}  // namespace minidcos
