// `--genconf`: the installer turns a configuration into the folder that nodes
// install from.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_GENCONF_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_GENCONF_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/cluster/operation.h"
#include "common/dcos/installer/installer.h"

namespace minidcos {

struct GenconfOptions {
  // Where the installer works: it reads and writes `genconf/` there, which
  // WriteGenconfFolder() has filled. The workspace of the cluster.
  std::string directory;
  // The installer's own container is called "<cluster_id>-installer".
  std::string cluster_id;
};

// Whether Genconf() can be done on this machine in `directory`, to be asked
// before a cluster is made. kInvalidArgument, with the reason, for a directory
// whose path the installer cannot cope with: it pastes it unquoted into its
// `docker run -v`. kFailedPrecondition if there is no docker command.
absl::Status CheckGenconf(const Context& ctx, absl::string_view directory);

// Runs the installer on this machine, against the engine of `docker`, which
// must see this machine's files. Then `<directory>/genconf/serve` holds
// dcos_install.sh and all that it fetches.
//
// Fails as CheckGenconf() does, and with kFailedPrecondition and the tail of
// its messages (GetOutput) if the installer fails. When operation.ctx ends, the
// installer's container is removed.
absl::Status Genconf(const Operation& operation, const Installer& installer,
                     const GenconfOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_GENCONF_H_
