#include "common/dcos/install/create_cluster.h"

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/provision.h"
#include "common/dcos/config/config.h"
#include "common/dcos/install/await_dcos.h"
#include "common/dcos/install/dcos_plan.h"
#include "common/dcos/install/install_cluster.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::Status CreateCluster(
    const Operation& operation, const CreateOptions& options,
    const std::function<absl::Status(const Cluster&)>& finish,
    const std::function<void(const Cluster&)>& on_failure) {
  RETURN_IF_ERROR(CheckClusterOptions(options.cluster));
  RETURN_IF_ERROR(CheckMasterCount(options.cluster.masters));
  ASSIGN_OR_RETURN(const DcosPlan plan, PlanDcos(operation, options.dcos));
  RETURN_IF_ERROR(
      CheckPlanForNew(operation, plan, options.cluster.backend.workspace_dir));
  const auto install = [&](const Cluster& made) -> absl::Status {
    RETURN_IF_ERROR(InstallOnNew(operation, plan, made));
    return finish ? finish(made) : absl::OkStatus();
  };
  RETURN_IF_ERROR(
      ProvisionCluster(operation, options.cluster, install, on_failure));
  NoteHowToWait(operation, plan, options.cluster.id);
  return absl::OkStatus();
}

}  // namespace minidcos
