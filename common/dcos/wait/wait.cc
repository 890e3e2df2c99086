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
#include "common/dcos/wait/http_checks.h"
#include "common/dcos/wait/http_session.h"
#include "common/dcos/wait/node_checks.h"
#include "common/dcos/wait/poll_until.h"
#include "common/dcos/wait/temporary_user.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// One answer that never comes must not use up all the time there is. DC/OS's
// checks have limits of their own, none above half a minute.
constexpr absl::Duration kNodeCheckTimeout = absl::Minutes(2);
constexpr absl::Duration kUserRequestTimeout = absl::Seconds(8);

// What dcos_install.sh makes first of all.
constexpr char kRolesFolder[] = "/etc/mesosphere/roles";

absl::Status CheckInstalled(const Context& ctx,
                            const std::vector<Node>& masters) {
  if (masters.empty()) {
    return absl::FailedPreconditionError("the cluster has no master");
  }
  for (const Node& master : masters) {
    if (master.ip_address().empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat(master.reference(), " does not run"));
    }
  }
  ASSIGN_OR_RETURN(const CommandResult result,
                   masters[0].Run(ctx, {.argv = {"test", "-d", kRolesFolder}}));
  if (result.exit_code == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(masters[0].reference(), ": DC/OS is not installed"));
}

absl::Status WaitForNodeChecks(const Context& ctx,
                               const std::vector<Node>& masters,
                               Progress& progress) {
  const auto step = progress.Begin("Waiting for the masters' own checks");
  const int count = static_cast<int>(masters.size());
  // Not vector<bool>: its elements are written by several threads.
  std::vector<char> passed(count, 0);
  const absl::Status status = PollUntil(ctx, *step, [&] {
    return JoinErrors(ForEachParallel(count, count, [&](int i) {
      if (passed[i] != 0) return absl::OkStatus();
      const absl::Status checked =
          RunNodeChecks(ctx.WithTimeout(kNodeCheckTimeout), masters[i]);
      passed[i] = checked.ok() ? 1 : 0;
      return checked;
    }));
  });
  if (status.ok()) step->Done();
  return status;
}

absl::Status WaitForHttpChecks(const Context& ctx, const Context& cleanup_ctx,
                               const std::vector<Node>& nodes,
                               const Node& master, const TemporaryUser& user,
                               Progress& progress) {
  const auto step = progress.Begin("Waiting for DC/OS to answer");
  RETURN_IF_ERROR(PollUntil(ctx, *step, [&] {
    // Not to be cut off by an interrupt: a request that goes on alone could
    // make the user after it has been deleted.
    return user.Create(cleanup_ctx.WithTimeout(kUserRequestTimeout));
  }));
  HttpSession session(absl::StrCat("http://", master.ip_address()),
                      user.Credentials());
  for (const HttpCheck& check : HttpChecks(session, nodes)) {
    step->Update(check.name);
    RETURN_IF_ERROR(PollUntil(ctx, *step, [&] { return check.look(ctx); }));
  }
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
  RETURN_IF_ERROR(CheckInstalled(ctx, masters));
  RETURN_IF_ERROR(WaitForNodeChecks(ctx, masters, progress));
  if (options.skip_http_checks) return absl::OkStatus();

  const TemporaryUser user(masters[0]);
  const absl::Status ready =
      WaitForHttpChecks(ctx, cleanup_ctx, nodes, masters[0], user, progress);
  const absl::Status deleted =
      user.Delete(cleanup_ctx.WithTimeout(kUserRequestTimeout));
  if (ready.ok() || deleted.ok()) return ready.ok() ? deleted : ready;
  progress.Warn(absl::StrCat("a temporary user was left: ", deleted.message()));
  return ready;
}

}  // namespace minidcos
