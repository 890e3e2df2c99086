#include "common/cluster/provision/keep_or_undo.h"

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/base/shell_quote.h"
#include "common/cluster/cluster.h"
#include "common/cluster/lease/lease.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/undo.h"
#include "common/cluster/workspace.h"

namespace minidcos {
namespace {

// The nodes to be looked at after `failure`. An id that is another's must be
// left to it.
absl::StatusOr<Cluster> NodesOf(const Operation& operation,
                                const Creation& creation,
                                const absl::Status& failure) {
  if (absl::IsAlreadyExists(failure)) return failure;
  return FindCreated(operation.cleanup_ctx, operation.docker, creation.word);
}

// `failure`, or what is behind it.
absl::Status Explain(const Creation& creation, const absl::Status& failure) {
  if (!IsCondemned(creation.workspace)) return failure;
  return absl::FailedPreconditionError(
      "cluster removed by clean or destroy while it was made");
}

}  // namespace

absl::Status KeepOrUndo(const Operation& operation,
                        const ClusterOptions& options, const Creation& creation,
                        const absl::Status& failure,
                        const std::function<void(const Cluster&)>& look) {
  const absl::Status cause = Explain(creation, failure);
  bool has_nodes = false;
  if (look || options.keep_on_failure) {
    const absl::StatusOr<Cluster> made = NodesOf(operation, creation, cause);
    has_nodes = made.ok();
    if (has_nodes && look) look(*made);
  }
  // Of an interrupt the user knows the cause.
  if (!has_nodes || !options.keep_on_failure || !operation.ctx.Check().ok()) {
    if (operation.lease != nullptr) operation.lease->End();
    return UndoBecause(operation, creation, cause);
  }
  if (operation.lease != nullptr) {
    const absl::Status kept = operation.lease->Keep(operation.cleanup_ctx);
    if (!kept.ok()) return UndoBecause(operation, creation, cause);
  }
  operation.progress.Note(
      absl::StrCat("what was made is kept: 'minidcos destroy --cluster-id ",
                   ShellQuote(options.id), "' removes it"));
  return cause;
}

}  // namespace minidcos
