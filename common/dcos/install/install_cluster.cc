#include "common/dcos/install/install_cluster.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/base/random_id.h"
#include "common/base/shell_quote.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/provision.h"
#include "common/cluster/workspace.h"
#include "common/dcos/config/config.h"
#include "common/dcos/config/user_config.h"
#include "common/dcos/install/dcos_plan.h"
#include "common/dcos/install/genconf.h"
#include "common/dcos/install/install.h"
#include "common/dcos/wait/wait.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Whether the engine is on this machine: then a file that we write into the
// serve folder is in the nodes as well. That a path of ours was accepted proves
// little.
absl::StatusOr<bool> SharesOurFiles(const Operation& operation,
                                    const Cluster& cluster,
                                    const Workspace& workspace) {
  const std::string nonce = RandomHex(32);
  const std::string file = absl::StrCat(workspace.serve(), "/", nonce);
  RETURN_IF_ERROR(WriteFile(file, "", 0600));
  const absl::StatusOr<bool> seen = operation.docker.PathExists(
      operation.ctx, cluster.masters.front().container_id(),
      absl::StrCat(kServeMount, "/", nonce));
  RETURN_IF_ERROR(RemoveTree(file));
  return seen;
}

absl::Status Install(const Operation& operation, const DcosPlan& plan,
                     const Cluster& cluster, const Workspace& workspace) {
  ASSIGN_OR_RETURN(const bool is_local,
                   SharesOurFiles(operation, cluster, workspace));
  if (!is_local) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the engine at '", operation.docker.host(),
        "' does not see this machine's files, through which DC/OS is "
        "installed: run this on the engine's machine"));
  }
  RETURN_IF_ERROR(WriteGenconfFolder(operation.ctx, plan.config,
                                     cluster.nodes(), workspace.genconf()));
  RETURN_IF_ERROR(
      Genconf(operation, plan.installer,
              {.directory = workspace.path, .cluster_id = cluster.id}));
  RETURN_IF_ERROR(
      InstallDcos(operation.ctx, cluster.nodes(), operation.progress));
  if (!plan.options.wait) return absl::OkStatus();
  return WaitForDcos(operation.ctx.WithTimeout(plan.options.wait_timeout),
                     operation.cleanup_ctx, cluster.nodes(),
                     plan.options.wait_options, operation.progress);
}

// Of a cluster that somebody has made before.
absl::Status CheckCluster(const Operation& operation, const Cluster& cluster) {
  ASSIGN_OR_RETURN(const bool complete,
                   IsComplete(operation.ctx, operation.docker, cluster));
  if (!complete) {
    return absl::FailedPreconditionError(
        absl::StrCat("cluster '", cluster.id,
                     "' is half-made: its creation goes on still, "
                     "or was killed"));
  }
  for (const Node& node : cluster.nodes()) {
    if (node.state() == "running") continue;
    return absl::FailedPreconditionError(
        absl::StrCat(node.reference(), " does not run, it is ", node.state()));
  }
  return WithCode(CheckMasterCount(static_cast<int>(cluster.masters.size())),
                  absl::StatusCode::kFailedPrecondition);
}

}  // namespace

absl::Status CheckPlanForNew(const Operation& operation, const DcosPlan&,
                             const std::string& workspace_dir) {
  return CheckGenconf(operation.ctx, workspace_dir.empty()
                                         ? TemporaryDirectory()
                                         : workspace_dir);
}

absl::Status InstallOnNew(const Operation& operation, const DcosPlan& plan,
                          const NewCluster& made) {
  return Install(operation, plan, made.cluster, made.creation.workspace);
}

absl::Status InstallOnCluster(const Operation& operation, const DcosPlan& plan,
                              const Cluster& cluster) {
  RETURN_IF_ERROR(CheckCluster(operation, cluster));
  ASSIGN_OR_RETURN(const Workspace workspace,
                   OpenWorkspace(cluster.workspace, cluster.id));
  RETURN_IF_ERROR(CheckGenconf(operation.ctx, workspace.path));
  RETURN_IF_ERROR(Install(operation, plan, cluster, workspace));
  NoteHowToWait(operation, plan, cluster.id);
  return absl::OkStatus();
}

void NoteHowToWait(const Operation& operation, const DcosPlan& plan,
                   const std::string& id) {
  if (plan.options.wait) return;
  operation.progress.Note(
      absl::StrCat("DC/OS is setting itself up: 'minidcos wait --cluster-id ",
                   ShellQuote(id), "' waits until it is ready"));
}

}  // namespace minidcos
