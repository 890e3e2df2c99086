#include <memory>
#include <ostream>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/provision.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/doctor/after_failure.h"
#include "common/doctor/checks.h"
#include "common/status/status_macros.h"
#include "tools/cluster_flags.h"

namespace minidcos {
namespace {

ClusterFlagValues flags;

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const ClusterOptions options,
                   ReadClusterFlags(flags, app.cluster_id(), app.transport()));
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  const Operation operation = {app.ctx(), app.cleanup_ctx(), *docker,
                               app.progress()};
  const absl::Status made = ProvisionCluster(operation, options);
  if (!made.ok()) {
    ExplainFailure(operation,
                   {.engine = app.engine(),
                    .workspace_dir = options.backend.workspace_dir},
                   Explains::kNodes, made);
    return made;
  }
  app.out() << options.id << '\n';
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-provision",
       .summary = "Make a cluster of bare nodes.",
       .description =
           "Each node is a container that runs systemd, sshd and, from its "
           "first "
           "use, a Docker Engine of its own. Prints the cluster's id when all "
           "nodes are ready. If a node does not come up, or at an interrupt, "
           "all "
           "that was made is removed again.",
       .flags = minidcos::ClusterFlags(minidcos::flags),
       .examples = {"minidcos provision --agents 3",
                    "minidcos provision -c bare --masters 1 --agents 0 "
                    "--public-agents 0",
                    "minidcos provision --custom-agent-volume $PWD:/src:ro "
                    "--agent-memory 2g",
                    "minidcos provision --one-master-host-port-map 8080:80"}},
      minidcos::Run);
}
