// Installs DC/OS on nodes, from what an installer has put before them.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_INSTALL_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_INSTALL_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/node/node.h"

namespace minidcos {

// Runs dcos_install.sh, which every node has in the folder `serve`: on the
// masters at once, then on all agents at once. It returns when DC/OS begins to
// set itself up; WaitForDcos() tells when that is done. kFailedPrecondition,
// naming the nodes, with the tail of what each of them printed (GetOutput), if
// the script fails: a failed preflight, for one. The agents are not touched
// when a master fails.
absl::Status InstallDcos(const Context& ctx, const std::vector<Node>& nodes,
                         const std::string& serve, Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_INSTALL_H_
