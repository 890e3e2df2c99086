#include "tools/ssh/ssh.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/cluster/ssh_access.h"
#include "common/docker/client.h"
#include "common/node/node.h"
#include "common/node/ssh.h"
#include "common/node/ssh_connection.h"
#include "common/node/ssh_login.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::StatusOr<std::vector<std::string>> SshCommand(const Context& ctx,
                                                    DockerClient& docker,
                                                    const SshOptions& options) {
  ASSIGN_OR_RETURN(const Cluster cluster,
                   FindCluster(ctx, docker, options.cluster_id));
  ASSIGN_OR_RETURN(const Node node, FindNode(cluster, options.node));
  const std::shared_ptr<SshAccess> access =
      NewClusterSshAccess(docker, cluster);
  ASSIGN_OR_RETURN(const SshLogin login, PrepareSshLogin(ctx, *access, node));
  const absl::StatusOr<SshPlace> place = SshPlace::Take(
      ctx, node.container_id(), login, [] { return absl::OkStatus(); });
  RETURN_IF_ERROR(Annotate(place.status(), node.reference()));
  std::vector<std::string> more = {"-S", place->socket(), "-o",
                                   "ControlMaster=no"};
  if (options.terminal) more.push_back("-t");
  std::vector<std::string> argv = SshArgv(login, more);
  argv.insert(argv.end(), options.command.begin(), options.command.end());
  return argv;
}

absl::Status Become(const std::vector<std::string>& argv) {
  std::vector<char*> words;
  for (const std::string& word : argv) {
    words.push_back(const_cast<char*>(word.c_str()));
  }
  words.push_back(nullptr);
  execvp(words[0], words.data());
  const int error = errno;
  return absl::UnavailableError(
      absl::StrCat("running '", argv[0], "': ", std::strerror(error)));
}

}  // namespace minidcos
