#include <memory>
#include <ostream>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/cli/app.h"
#include "common/cluster/cluster.h"
#include "common/cluster/open_cluster.h"
#include "common/dcos/wait/wait.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/superuser_flags.h"
#include "tools/wait_flags.h"

namespace minidcos {
namespace {

WaitFlags flags;
SuperuserFlagValues superuser;

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(flags.options.superuser, ReadSuperuserFlags(superuser));
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(
      const Cluster cluster,
      OpenCluster(app.ctx(), *docker, app.cluster_id(), app.transport()));
  RETURN_IF_ERROR(WaitForDcos(app.ctx().WithTimeout(flags.timeout),
                              app.cleanup_ctx(), cluster.nodes(), flags.options,
                              app.progress()));
  app.out() << cluster.id << '\n';
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-wait",
       .summary = "Wait until DC/OS on a cluster is ready.",
       .description =
           "Ready means that DC/OS's own checks pass on every master, and that "
           "the cluster then answers over HTTP as a working one does: log-in, "
           "Marathon, Metronome, every agent registered, every unit healthy. "
           "Where the nodes' addresses are not within reach, it is asked from "
           "inside a master. Prints the cluster's id. When the time is over it "
           "tells what was not ready.",
       .flags = {{"What to wait for",
                  minidcos::WaitForDcosFlags(minidcos::flags)},
                 {"DC/OS Enterprise",
                  minidcos::SuperuserFlags(minidcos::superuser)}},
       .examples = {"minidcos wait", "minidcos wait --timeout 10m"}},
      minidcos::Run);
}
