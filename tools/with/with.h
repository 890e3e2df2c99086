// A cluster for the length of a command.

#ifndef MINIDCOS_TOOLS_WITH_WITH_H_
#define MINIDCOS_TOOLS_WITH_WITH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/engine_choice.h"
#include "common/cluster/operation.h"
#include "common/dcos/install/create_cluster.h"
#include "tools/with/run_command.h"

namespace minidcos {

struct WithOptions {
  // The cluster. If its keep_on_failure, it also stays if the command fails.
  // DC/OS is installed only if there is an installer.
  CreateOptions create;
  // The engine, for the checks that tell why a cluster could not be made.
  EngineChoice engine;
  // What is run, and its arguments.
  std::vector<std::string> command;
  // The folder that comes first on its PATH.
  std::string tools_folder;
  // The archive that is written if it fails, or the cluster does, replacing one
  // that is there; empty for none.
  std::string bundle;
};

// OK if `options` can be carried out, as far as that can be told without an
// engine: a bundle's name.
absl::Status CheckWithOptions(const WithOptions& options);

// Makes the cluster, runs the command, with the cluster's variables
// (ClusterEnvironment, MINIDCOS_SSH_CONFIG and those that name the engine) in
// its environment, and destroys the cluster, whatever comes; if we are killed,
// its lease runs out (given.lease is not used). The exit code is the command's;
// as with a shell, 127 if there is none of that name and 126 if it cannot be
// executed, before anything is made. When given.ctx ends, so does the command
// (RunCommand), and the status is ctx.Check()'s.
absl::StatusOr<CommandEnd> RunWithCluster(const Operation& given,
                                          const WithOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_WITH_WITH_H_
