#include "common/cluster/provision/introduce_nodes.h"

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// "172.17.0.2\tmaster-0\n" for each node of `nodes` but the one in the
// container `but`.
std::string HostsLines(const std::vector<Node>& nodes,
                       absl::string_view but = "") {
  std::string lines;
  for (const Node& node : nodes) {
    if (node.container_id() == but || node.ip_address().empty()) continue;
    absl::StrAppend(&lines, node.ip_address(), "\t",
                    absl::StrReplaceAll(node.reference(), {{"_", "-"}}), "\n");
  }
  return lines;
}

// /etc/hosts is a file of the engine's that it has mounted there: it can be
// written to, but not, as the archive call would do it, replaced.
absl::Status Append(const Context& ctx, DockerClient& docker, const Node& node,
                    const std::string& lines) {
  docker::CreateExecRequest request;
  for (const std::string& word : {std::string("/bin/sh"), std::string("-c"),
                                  std::string(R"(printf %s "$1" >>/etc/hosts)"),
                                  std::string("sh"), lines}) {
    request.add_cmd(word);
  }
  request.set_attach_stdout(true);
  request.set_attach_stderr(true);
  ASSIGN_OR_RETURN(const std::string exec,
                   docker.CreateExec(ctx, node.container_id(), request));
  ASSIGN_OR_RETURN(const std::unique_ptr<EngineStream> stream,
                   docker.StartExec(ctx, exec, /*tty=*/false));
  std::string output;
  while (true) {
    ASSIGN_OR_RETURN(const EngineStream::Piece piece, stream->Read(ctx));
    if (piece.bytes.empty()) break;
    output += piece.bytes;
  }
  if (output.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("cannot write to /etc/hosts: ", output));
}

}  // namespace

Introducer::Introducer(const Operation& operation, std::string creation)
    : operation_(operation), creation_(std::move(creation)) {}

absl::Status Introducer::Look() {
  std::call_once(looked_, [this] {
    const absl::StatusOr<Cluster> cluster =
        FindCreated(operation_.ctx, operation_.docker, creation_);
    found_ = cluster.status();
    if (cluster.ok()) nodes_ = cluster->nodes();
  });
  return found_;
}

absl::Status Introducer::Publish(const std::string& folder) {
  RETURN_IF_ERROR(Look());
  return WriteFile(absl::StrCat(folder, "/", kNamesFile), HostsLines(nodes_),
                   0644);
}

absl::Status Introducer::Introduce(const Context& ctx,
                                   const std::string& container_id) {
  RETURN_IF_ERROR(Look());
  for (const Node& node : nodes_) {
    if (node.container_id() != container_id) continue;
    const std::string lines = HostsLines(nodes_, container_id);
    if (lines.empty()) return absl::OkStatus();
    return Annotate(Append(ctx, operation_.docker, node, lines),
                    "telling it of the other nodes");
  }
  return absl::FailedPreconditionError("somebody has removed it");
}

}  // namespace minidcos
