#include "common/cluster/introduce_nodes.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/parallel.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kAtOnce = 16;

// "172.17.0.2\tmaster-0\n" for each node of `nodes` but the one at `own`.
std::string HostsLines(const std::vector<Node>& nodes, size_t own) {
  std::string lines;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (i == own || nodes[i].ip_address().empty()) continue;
    absl::StrAppend(&lines, nodes[i].ip_address(), "\t",
                    absl::StrReplaceAll(nodes[i].reference(), {{"_", "-"}}),
                    "\n");
  }
  return lines;
}

// /etc/hosts is a file of the engine's that it has mounted there: it can be
// written to, but not, as the archive call would do it, replaced.
absl::Status Append(const Operation& operation, const Node& node,
                    const std::string& lines) {
  docker::CreateExecRequest request;
  for (const std::string& word : {std::string("/bin/sh"), std::string("-c"),
                                  std::string(R"(printf %s "$1" >>/etc/hosts)"),
                                  std::string("sh"), lines}) {
    request.add_cmd(word);
  }
  request.set_attach_stdout(true);
  request.set_attach_stderr(true);
  DockerClient& docker = operation.docker;
  ASSIGN_OR_RETURN(
      const std::string exec,
      docker.CreateExec(operation.ctx, node.container_id(), request));
  ASSIGN_OR_RETURN(const std::unique_ptr<EngineStream> stream,
                   docker.StartExec(operation.ctx, exec, /*tty=*/false));
  std::string output;
  while (true) {
    ASSIGN_OR_RETURN(const EngineStream::Piece piece,
                     stream->Read(operation.ctx));
    if (piece.bytes.empty()) break;
    output += piece.bytes;
  }
  if (output.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("cannot write to /etc/hosts: ", output));
}

}  // namespace

absl::Status IntroduceNodes(const Operation& operation,
                            const Cluster& cluster) {
  const std::vector<Node> nodes = cluster.nodes();
  return FirstError(ForEachParallel(
      static_cast<int>(nodes.size()), kAtOnce, [&](int i) -> absl::Status {
        const std::string lines = HostsLines(nodes, static_cast<size_t>(i));
        if (lines.empty()) return absl::OkStatus();
        return Annotate(
            NotOfTheArguments(Append(operation, nodes[i], lines)),
            absl::StrCat("telling node '", nodes[i].container_name(),
                         "' of the others"));
      }));
}

}  // namespace minidcos
