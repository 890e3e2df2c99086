#include "common/cluster/node_transport.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/cluster/cluster.h"
#include "common/cluster/ssh_access.h"
#include "common/docker/client.h"
#include "common/node/docker_exec.h"
#include "common/node/node.h"
#include "common/node/ssh.h"
#include "common/node/transport.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::StatusOr<std::shared_ptr<Transport>> MakeTransport(
    DockerClient& docker, absl::string_view name, const Cluster& cluster) {
  const absl::string_view wanted = name.empty() ? cluster.transport : name;
  if (wanted.empty() || wanted == "docker-exec") {
    return NewDockerExecTransport(docker);
  }
  if (wanted == "ssh") {
    return NewSshTransport(NewClusterSshAccess(docker, cluster));
  }
  if (!name.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no such transport: '", name, "'"));
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "cluster '", cluster.id, "' is to be reached by '", wanted,
      "', which this version does not know: choose another by --transport"));
}

}  // namespace

absl::Status UseTransport(DockerClient& docker, absl::string_view name,
                          Cluster& cluster) {
  ASSIGN_OR_RETURN(const std::shared_ptr<Transport> transport,
                   MakeTransport(docker, name, cluster));
  for (std::vector<Node>* nodes :
       {&cluster.masters, &cluster.agents, &cluster.public_agents}) {
    for (Node& node : *nodes) node = node.Through(transport);
  }
  return absl::OkStatus();
}

}  // namespace minidcos
