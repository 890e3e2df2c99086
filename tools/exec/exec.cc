#include "tools/exec/exec.h"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/docker/client.h"
#include "common/node/node.h"
#include "common/node/transport.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::StatusOr<Command> MakeCommand(const ExecOptions& options) {
  Command command;
  command.argv = options.command;
  command.user = options.user;
  command.directory = options.directory;
  for (const std::string& variable : options.environment) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(variable, absl::MaxSplits('=', 1));
    if (!absl::StrContains(variable, '=') || parts.first.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--env '", variable, "' is not NAME=VALUE"));
    }
    command.environment[parts.first] = parts.second;
  }
  return command;
}

// What comes goes out at once: the reader may be waiting for it.
OutputSink WriteTo(std::ostream& stream) {
  return [&stream](absl::string_view piece) {
    stream.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    stream.flush();
    return stream ? absl::OkStatus()
                  : absl::UnknownError("writing the output failed");
  };
}

}  // namespace

absl::StatusOr<int> Exec(const Context& ctx, DockerClient& docker,
                         const ExecOptions& options, std::ostream& out,
                         std::ostream& err) {
  ASSIGN_OR_RETURN(const Command command, MakeCommand(options));
  ASSIGN_OR_RETURN(const Cluster cluster,
                   FindCluster(ctx, docker, options.cluster_id));
  ASSIGN_OR_RETURN(const Node node, FindNode(cluster, options.node));
  return node.Run(ctx, command, WriteTo(out), WriteTo(err));
}

}  // namespace minidcos
