#include "common/dcos/wait/wait.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/dcos/node_errors.h"
#include "common/dcos/wait/http_wait.h"
#include "common/dcos/wait/node_checks.h"
#include "common/dcos/wait/node_watch.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// One answer that never comes must not use up all the time there is. DC/OS's
// checks have limits of their own, none above half a minute.
constexpr absl::Duration kNodeCheckTimeout = absl::Minutes(2);

// What dcos_install.sh makes first of all.
constexpr char kRolesFolder[] = "/etc/mesosphere/roles";

// What no waiting can change. `needed` are the nodes that have to run.
absl::Status CheckNodes(const Context& ctx, const std::vector<Node>& masters,
                        const std::vector<Node>& needed) {
  if (masters.empty()) {
    return absl::FailedPreconditionError("the cluster has no master");
  }
  for (const Node& node : needed) {
    if (node.state() == "running") continue;
    return absl::FailedPreconditionError(
        absl::StrCat(node.reference(), " does not run (", node.state(), ")"));
  }
  ASSIGN_OR_RETURN(const CommandResult result,
                   masters[0].Run(ctx, {.argv = {"test", "-d", kRolesFolder}}));
  if (result.exit_code == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(masters[0].reference(), ": DC/OS is not installed"));
}

absl::Status WaitForNodeChecks(const Context& ctx,
                               const std::vector<Node>& masters,
                               NodeWatch& watch, Progress& progress) {
  const auto step = progress.Begin("Waiting for the masters' own checks");
  const int count = static_cast<int>(masters.size());
  // Not vector<bool>: its elements are written by several threads.
  std::vector<char> passed(count, 0);
  RETURN_IF_ERROR(watch.PollUntil(ctx, *step, "the masters' own checks", [&] {
    return JoinErrors(ForEachParallel(count, count, [&](int i) {
      if (passed[i] != 0) return absl::OkStatus();
      const absl::Status checked =
          RunNodeChecks(ctx.WithTimeout(kNodeCheckTimeout), masters[i]);
      passed[i] = checked.ok() ? 1 : 0;
      return checked;
    }));
  }));
  step->Done();
  return absl::OkStatus();
}

}  // namespace

absl::Status WaitForDcos(const Context& ctx, const Context& cleanup_ctx,
                         const std::vector<Node>& nodes,
                         const WaitOptions& options, Progress& progress) {
  std::vector<Node> masters;
  for (const Node& node : nodes) {
    if (node.role() == NodeRole::kMaster) masters.push_back(node);
  }
  const std::vector<Node>& needed = options.skip_http_checks ? masters : nodes;
  RETURN_IF_ERROR(CheckNodes(ctx, masters, needed));
  NodeWatch watch(needed);
  RETURN_IF_ERROR(WaitForNodeChecks(ctx, masters, watch, progress));
  if (options.skip_http_checks) return absl::OkStatus();
  return WaitForHttpChecks(ctx, cleanup_ctx, nodes, options.superuser, watch,
                           progress);
}

}  // namespace minidcos
