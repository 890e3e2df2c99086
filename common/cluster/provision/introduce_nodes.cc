#include "common/cluster/provision/introduce_nodes.h"

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/node/command.h"
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
absl::Status Append(const Context& ctx, const Node& node,
                    const std::string& lines) {
  ASSIGN_OR_RETURN(
      const CommandResult result,
      node.Run(ctx, {.argv = {"/bin/sh", "-c", R"(printf %s "$1" >>/etc/hosts)",
                              "sh", lines}}));
  if (result.exit_code == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("cannot write to /etc/hosts: ", result.stderr_text));
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
    return Annotate(Append(ctx, node, lines), "telling it of the other nodes");
  }
  return absl::FailedPreconditionError("somebody has removed it");
}

}  // namespace minidcos
