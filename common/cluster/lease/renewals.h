// The ways to renew a lease: one file for all nodes that see it, or one for
// each.

#ifndef MINIDCOS_COMMON_CLUSTER_LEASE_RENEWALS_H_
#define MINIDCOS_COMMON_CLUSTER_LEASE_RENEWALS_H_

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"

namespace minidcos {

// For several threads at once.
class Renewals {
 public:
  // Of the nodes whose label kCreationLabel is `creation`; `docker` must
  // outlive this.
  Renewals(DockerClient& docker, std::string creation, Workspace workspace);

  // Makes the file in the workspace, for nodes that are yet to be started and
  // then live for `length`. Called first.
  absl::Status Begin(absl::Duration length);

  // Lets all nodes that are there live for `length`, or factor() times as long.
  // Until the first of them has shown whether it sees the file in the
  // workspace, and if it does not, the engine is asked; `ctx` ends that.
  absl::Status Renew(const Context& ctx, absl::Duration length);

  // kElsewhereFactor if the nodes are known not to see it, else 1.
  int factor() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes the lease from all nodes that are there.
  absl::Status Keep(const Context& ctx);

  // Whether somebody is about to remove the nodes, or has.
  bool IsOver() const;

 private:
  absl::Status WriteShared(absl::string_view text)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // What a tar puts into kLeaseFolder of each node that is there.
  absl::Status PutIntoAll(const Context& ctx, absl::string_view tar);
  absl::Status RenewThroughEngine(const Context& ctx, absl::Duration length)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  DockerClient& docker_;
  const std::string creation_;
  const Workspace workspace_;
  mutable absl::Mutex mutex_;
  Fd shared_ ABSL_GUARDED_BY(mutex_);
  int renewal_ ABSL_GUARDED_BY(mutex_) = 0;
  // What the nodes have shown.
  enum class Sight { kUnknown, kShared, kNotShared };
  Sight sight_ ABSL_GUARDED_BY(mutex_) = Sight::kUnknown;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_LEASE_RENEWALS_H_
