// Where the installer is run for a cluster (`--genconf-on`).

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_CHOOSE_SITE_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_CHOOSE_SITE_H_

#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/workspace.h"
#include "common/dcos/install/dcos_options.h"
#include "common/dcos/install/installer_site.h"
#include "common/dcos/installer/installer.h"

namespace minidcos {

// The workspace of `cluster`, if its nodes see our files in it: it is one of
// this user's on this machine, and a file that we write into its serve folder
// is in them at kServeMount. None else; that a path of ours is mounted proves
// little.
absl::StatusOr<std::optional<Workspace>> FindSharedWorkspace(
    const Operation& operation, const Cluster& cluster);

// This machine for kHost; for kAuto as well, if it can be (`shared`, and
// CheckInstallerRun()). Else the first master. What is given must outlive
// the site. kFailedPrecondition or kInvalidArgument, with the reason, if this
// machine is wanted and cannot be.
absl::StatusOr<std::unique_ptr<InstallerSite>> ChooseSite(
    const Operation& operation, GenconfPlace place, const Installer& installer,
    const Cluster& cluster, const std::optional<Workspace>& shared);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_CHOOSE_SITE_H_
