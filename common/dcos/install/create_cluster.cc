#include "common/dcos/install/create_cluster.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/provision.h"
#include "common/dcos/config/config.h"
#include "common/dcos/install/await_dcos.h"
#include "common/dcos/install/dcos_plan.h"
#include "common/dcos/install/install_cluster.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::Status CreateCluster(const Operation& operation,
                           const CreateOptions& options) {
  RETURN_IF_ERROR(CheckClusterOptions(options.cluster));
  RETURN_IF_ERROR(CheckMasterCount(options.cluster.masters));
  ASSIGN_OR_RETURN(const DcosPlan plan, PlanDcos(operation, options.dcos));
  RETURN_IF_ERROR(
      CheckPlanForNew(operation, plan, options.cluster.backend.workspace_dir));
  RETURN_IF_ERROR(
      ProvisionCluster(operation, options.cluster, [&](const Cluster& made) {
        return InstallOnNew(operation, plan, made);
      }));
  NoteHowToWait(operation, plan, options.cluster.id);
  return absl::OkStatus();
}

}  // namespace minidcos
