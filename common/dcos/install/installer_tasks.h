// What is asked of an installer at its site.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_TASKS_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_TASKS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/progress.h"
#include "common/dcos/install/installer_site.h"

namespace minidcos {

// The version of DC/OS that it installs. kFailedPrecondition, as for the
// others, if it fails or prints something else.
absl::StatusOr<std::string> AskVersion(InstallerSite& site, Progress& progress);

// Makes what nodes install from.
absl::Status Genconf(InstallerSite& site, Progress::Step& step);

// Makes what nodes of `installed_version` upgrade from, and returns the path of
// the script for it below the site's serve folder.
absl::StatusOr<std::string> GenerateUpgrade(
    InstallerSite& site, const std::string& installed_version,
    Progress::Step& step);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_INSTALLER_TASKS_H_
