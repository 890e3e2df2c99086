#include "common/dcos/install/install.h"

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/workspace.h"
#include "common/dcos/config/config.h"
#include "common/dcos/node_errors.h"
#include "common/dcos/output_tail.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr int kMaxParallel = 10;
constexpr int kShownLines = 20;

// What dcos_install.sh calls the roles.
absl::string_view InstallRole(NodeRole role) {
  switch (role) {
    case NodeRole::kMaster:
      return "master";
    case NodeRole::kAgent:
      return "slave";
    case NodeRole::kPublicAgent:
      return "slave_public";
  }
  return "";
}

absl::Status InstallOn(const Context& ctx, const Node& node) {
  ASSIGN_OR_RETURN(
      const CommandResult result,
      node.Run(ctx, {.argv = {"/bin/bash",
                              absl::StrCat(kServeMount, "/dcos_install.sh"),
                              "--no-block-dcos-setup",
                              std::string(InstallRole(node.role()))}}));
  if (result.exit_code == 0) return absl::OkStatus();
  absl::Status failed = absl::FailedPreconditionError(
      absl::StrCat(node.reference(), ": dcos_install.sh exited with code ",
                   result.exit_code));
  SetOutput(failed,
            OutputTail(result.stdout_text, result.stderr_text, kShownLines,
                       absl::StrCat(node.reference(), ": ")));
  return failed;
}

}  // namespace

absl::Status InstallDcos(const Context& ctx, const std::vector<Node>& nodes,
                         Progress& progress) {
  const std::string all =
      absl::StrCat(nodes.size(), nodes.size() == 1 ? " node" : " nodes");
  const auto step = progress.Begin(absl::StrCat("Installing DC/OS on ", all));
  std::vector<Node> masters;
  std::vector<Node> agents;
  for (const Node& node : nodes) {
    (node.role() == NodeRole::kMaster ? masters : agents).push_back(node);
  }

  std::atomic<int> done = 0;
  for (const std::vector<Node>& group : {masters, agents}) {
    const std::vector<absl::Status> statuses = ForEachParallel(
        static_cast<int>(group.size()), kMaxParallel, [&](int i) {
          const absl::Status status = InstallOn(ctx, group[i]);
          if (status.ok()) {
            step->Update(absl::StrCat(++done, " of ", all));
          }
          return status;
        });
    RETURN_IF_ERROR(ctx.Check());
    RETURN_IF_ERROR(Annotate(JoinErrors(statuses), "installing DC/OS"));
  }
  step->Done();
  return absl::OkStatus();
}

}  // namespace minidcos
