// DC/OS on a whole cluster: configured for its nodes, installed on them and,
// if wanted, waited for.
//
//   ASSIGN_OR_RETURN(const DcosPlan plan, PlanDcos(operation, options));
//   RETURN_IF_ERROR(InstallOnCluster(operation, plan, cluster));

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_INSTALL_CLUSTER_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_INSTALL_CLUSTER_H_

#include <string>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/provision.h"
#include "common/dcos/install/dcos_plan.h"

namespace minidcos {

// Whether `plan` can be carried out for a cluster that is yet to be made, with
// its workspace in the folder `workspace_dir` (DockerBackend), to be asked
// before. kInvalidArgument, kFailedPrecondition with the reason.
absl::Status CheckPlanForNew(const Operation& operation, const DcosPlan& plan,
                             const std::string& workspace_dir);

// Installs on nodes that were just made: what ProvisionCluster() is to finish
// with.
absl::Status InstallOnNew(const Operation& operation, const DcosPlan& plan,
                          const NewCluster& made);

// Installs on the nodes of a cluster. kFailedPrecondition, with the reason, if
// it cannot have DC/OS: its creation has not finished, a node does not run, or
// it has a number of masters that DC/OS does not take. Whatever goes wrong, no
// node is removed.
absl::Status InstallOnCluster(const Operation& operation, const DcosPlan& plan,
                              const Cluster& cluster);

// Tells the user what to do next on the cluster `id`, if `plan` does not wait.
void NoteHowToWait(const Operation& operation, const DcosPlan& plan,
                   const std::string& id);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_INSTALL_CLUSTER_H_
