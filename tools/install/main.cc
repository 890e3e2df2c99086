#include <memory>
#include <ostream>
#include <vector>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/cli/flags.h"
#include "common/cluster/cluster.h"
#include "common/cluster/open_cluster.h"
#include "common/cluster/operation.h"
#include "common/dcos/install/dcos_options.h"
#include "common/dcos/install/dcos_plan.h"
#include "common/dcos/install/install_cluster.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/dcos_flags.h"

namespace minidcos {
namespace {

DcosFlagValues flags;

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const DcosOptions options,
                   ReadDcosFlags(flags, app.args().front()));
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  const Operation operation = {app.ctx(), app.cleanup_ctx(), *docker,
                               app.progress()};
  ASSIGN_OR_RETURN(const DcosPlan plan, PlanDcos(operation, options));
  ASSIGN_OR_RETURN(
      const Cluster cluster,
      OpenCluster(app.ctx(), *docker, app.cluster_id(), app.transport()));
  RETURN_IF_ERROR(InstallOnCluster(operation, plan, cluster));
  app.out() << cluster.id << '\n';
  return absl::OkStatus();
}

std::vector<FlagGroup> Flags() {
  std::vector<FlagGroup> groups = InstallFlags(flags);
  groups.push_back(WorkspaceFlags(flags));
  return groups;
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-install",
       .summary = "Install DC/OS on a cluster that has none.",
       .usage = "INSTALLER",
       .min_args = 1,
       .max_args = 1,
       .description =
           "Runs the DC/OS installer INSTALLER and installs "
           "DC/OS on all nodes of the cluster at once, masters first. Prints "
           "the cluster's id. Whatever goes wrong, the nodes stay.",
       .flags = minidcos::Flags(),
       .examples = {"minidcos install ./dcos_generate_config.sh",
                    "minidcos install -c bare ./dcos_generate_config.sh "
                    "--wait-for-dcos"}},
      minidcos::Run);
}
