#include <memory>
#include <ostream>
#include <vector>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/cli/flags.h"
#include "common/cluster/operation.h"
#include "common/dcos/install/create_cluster.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/doctor/after_failure.h"
#include "common/doctor/checks.h"
#include "common/status/status_macros.h"
#include "tools/cluster_flags.h"
#include "tools/dcos_flags.h"

namespace minidcos {
namespace {

ClusterFlagValues cluster_flags;
DcosFlagValues dcos_flags;

absl::Status Run(App& app) {
  CreateOptions options;
  ASSIGN_OR_RETURN(
      options.cluster,
      ReadClusterFlags(cluster_flags, app.cluster_id(), app.transport()));
  dcos_flags.workspace_dir = options.cluster.backend.workspace_dir;
  ASSIGN_OR_RETURN(options.dcos, ReadDcosFlags(dcos_flags, app.args().front()));
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  const Operation operation = {app.ctx(), app.cleanup_ctx(), *docker,
                               app.progress()};
  const absl::Status made = CreateCluster(operation, options);
  if (!made.ok()) {
    ExplainFailure(operation,
                   {.engine = app.engine(),
                    .workspace_dir = options.cluster.backend.workspace_dir},
                   Explains::kDcos, made);
    return made;
  }
  app.out() << options.cluster.id << '\n';
  return absl::OkStatus();
}

std::vector<FlagGroup> Flags() {
  std::vector<FlagGroup> groups = ClusterFlags(cluster_flags);
  for (const FlagGroup& group : InstallFlags(dcos_flags))
    groups.push_back(group);
  return groups;
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-create",
       .summary = "Make a cluster with DC/OS on it.",
       .usage = "INSTALLER",
       .min_args = 1,
       .max_args = 1,
       .description =
           "Makes nodes as minidcos-provision does, runs the DC/OS installer "
           "INSTALLER and installs DC/OS on all nodes at once, "
           "masters first. Prints the cluster's id. If anything fails, or at "
           "an "
           "interrupt, all that was made is removed again; only the image that "
           "the installer loads into the engine stays.",
       .flags = minidcos::Flags(),
       .examples = {"minidcos create ./dcos_generate_config.sh",
                    "minidcos create ./dcos_generate_config.sh --masters 3 "
                    "--wait-for-dcos"}},
      minidcos::Run);
}
