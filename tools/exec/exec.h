#ifndef MINIDCOS_TOOLS_EXEC_EXEC_H_
#define MINIDCOS_TOOLS_EXEC_EXEC_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/docker/client.h"

namespace minidcos {

struct ExecOptions {
  std::string cluster_id = "default";
  // As FindNode takes it.
  std::string node = "master_0";
  // "NAME=VALUE".
  std::vector<std::string> environment;
  std::string user;
  std::string directory;
  std::vector<std::string> command;
};

// Runs the command on the node, its words passed literally; writes its output
// to `out` and `err` as it comes and returns its exit code.
absl::StatusOr<int> Exec(const Context& ctx, DockerClient& docker,
                         const ExecOptions& options, std::ostream& out,
                         std::ostream& err);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_EXEC_EXEC_H_
