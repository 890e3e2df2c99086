// Another version of DC/OS on a cluster that has one.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_UPGRADE_CLUSTER_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_UPGRADE_CLUSTER_H_

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/dcos/install/dcos_plan.h"

namespace minidcos {

// Upgrades every node of `cluster` to the version of the plan's installer: the
// masters one at a time, each only when the checks of the one before pass, so
// that a quorum of them always works; then all agents at once. Nodes that have
// that version already, as an upgrade was broken off, are left.
//
// What nodes upgrade from takes the place of what they were installed from
// (InstallerSite): they read that only while they are installed or upgraded,
// and so an upgrade that was broken off can begin anew, be it from elsewhere.
//
// kFailedPrecondition as CheckCluster() says, if somebody else is at it
// (DcosLock), if a node has no DC/OS or one of another variant, if all have the
// installer's version, or if the installer or a node fails, with what that
// printed (GetOutput). Then no further node is touched, none is removed, and a
// note says what each has.
absl::Status UpgradeCluster(const Operation& operation, const DcosPlan& plan,
                            const Cluster& cluster);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_UPGRADE_CLUSTER_H_
