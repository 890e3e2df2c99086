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
// before. kInvalidArgument or kFailedPrecondition with the reason.
absl::Status CheckPlanForNew(const Operation& operation, const DcosPlan& plan,
                             const std::string& workspace_dir);

// Installs on nodes that were just made: what ProvisionCluster() is to finish
// with.
absl::Status InstallOnNew(const Operation& operation, const DcosPlan& plan,
                          const Cluster& cluster);

// Installs on the nodes of a cluster, be they put together
// (Cluster::FromNodes): then the installer runs in one of them. Where an
// installation was broken off, it goes on: nodes that have DC/OS of the same
// version keep it. Whatever goes wrong, no node is removed; a note then says
// what each has.
//
// kAlreadyExists if all nodes have DC/OS. kFailedPrecondition as CheckCluster()
// says, if somebody else is at it (DcosLock), if a node has another version, or
// if the installer or a node fails, with what that printed (GetOutput).
absl::Status InstallOnCluster(const Operation& operation, const DcosPlan& plan,
                              const Cluster& cluster);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_INSTALL_CLUSTER_H_
