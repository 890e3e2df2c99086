#ifndef MINIDCOS_TOOLS_SSH_SSH_H_
#define MINIDCOS_TOOLS_SSH_SSH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/docker/client.h"

namespace minidcos {

struct SshOptions {
  std::string cluster_id = "default";
  // As FindNode takes it.
  std::string node = "master_0";
  // Whether a command gets a terminal; a shell has one if there is one.
  bool terminal = false;
  // As ssh takes it: joined by spaces, for a shell on the node. Empty for a
  // shell that people type into.
  std::vector<std::string> command;
};

// The call of the ssh program that opens the session. The node has let us in
// then: what fails later is the command's, or the connection's.
absl::StatusOr<std::vector<std::string>> SshCommand(const Context& ctx,
                                                    DockerClient& docker,
                                                    const SshOptions& options);

// Becomes the program `argv`, looked up in PATH. Returns only if that fails.
absl::Status Become(const std::vector<std::string>& argv);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_SSH_SSH_H_
