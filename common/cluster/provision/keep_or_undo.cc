#include "common/cluster/provision/keep_or_undo.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/base/shell_quote.h"
#include "common/cluster/labels.h"
#include "common/cluster/lease/lease.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/provision/undo.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Whether there are nodes to be looked at after `failure`. Of an interrupt the
// user knows the cause, and an id that is another's must be left to it.
absl::StatusOr<bool> HasNodesToKeep(const Operation& operation,
                                    const Creation& creation,
                                    const absl::Status& failure) {
  if (!operation.ctx.Check().ok() || absl::IsAlreadyExists(failure)) {
    return false;
  }
  ASSIGN_OR_RETURN(
      const docker::ContainerList nodes,
      operation.docker.ListContainers(
          operation.cleanup_ctx,
          {{"label", {absl::StrCat(kCreationLabel, "=", creation.word)}}}));
  return !nodes.items().empty();
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
                        const absl::Status& failure) {
  const absl::Status cause = Explain(creation, failure);
  if (!options.keep_on_failure ||
      !HasNodesToKeep(operation, creation, cause).value_or(false)) {
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
