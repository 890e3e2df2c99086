// What a cluster lives by that is to live only as long as a process does.
//
//   Lease lease([&](absl::string_view words) { progress.Warn(words); });
//   const Operation operation = {ctx, ctx, docker, progress, &lease};
//   RETURN_IF_ERROR(ProvisionCluster(operation, options));
//   ...
//   lease.End();
//   RETURN_IF_ERROR(DestroyCluster(ctx, docker, cluster, progress));
//
// A process that is killed can destroy nothing, nor can one that it has left
// behind: Bazel kills every descendant of a test, in a session of its own or
// not. So the cluster carries its own end. Each node counts the seconds since
// it was last told that it is wanted (image/rootfs/usr/sbin/minidcos-lease) and
// powers itself off when they are over; the engine, told so at its creation
// (AutoRemove), then removes the container with its anonymous volumes. A
// workspace and a network stay for `clean --stale`, which knows by the label
// kOwnerLabel whose they were.
//
// A renewal must reach 50 nodes on a machine that has no time for it. It is one
// write to one file of the workspace, which the nodes have mounted: no engine,
// no process, nothing per node, and an engine that hangs or is restarted does
// not matter. Nodes on another machine each get the file by an archive call,
// which costs their engine some 50 ms of processor time: they live
// kElsewhereFactor times as long without, and are told as much more seldom.
//
// A node counts pauses of a second, not the time: a laptop that sleeps, a
// container that is paused and a clock that is set make no difference to it,
// and on a machine so loaded that we come late, so do its seconds. Clocks are
// not compared.
//
// kLeaseLength is what a killed test costs, in the main; a renewal may be late
// or fail three times before it is too late. What can make it that late is a
// disk that is written full for seconds, when even a small write waits for it,
// and a process that is stopped: before a Ctrl-Z, and under a debugger, the
// lease is made longer.
//
// No guard process is left behind to destroy sooner: it would not survive
// Bazel, and where it did, it would save 15 s and be one more thing to go
// wrong.

#ifndef MINIDCOS_COMMON_CLUSTER_LEASE_LEASE_H_
#define MINIDCOS_COMMON_CLUSTER_LEASE_LEASE_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"

namespace minidcos {

// How long nodes of this machine live on without a renewal, and how often there
// is one.
inline constexpr absl::Duration kLeaseLength = absl::Seconds(20);
inline constexpr absl::Duration kLeasePeriod = absl::Seconds(5);

// The same while nobody can renew it.
inline constexpr absl::Duration kLongLease = absl::Hours(1);

class Renewals;

// Renews from a thread of its own. Not for several threads at once.
class Lease {
 public:
  // `warn` is told, from that thread, once nodes may have been lost.
  explicit Lease(std::function<void(absl::string_view)> warn,
                 absl::Duration length = kLeaseLength,
                 absl::Duration period = kLeasePeriod);

  // End().
  ~Lease();
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  // Renews, from now on, the lease of the nodes on the engine of `docker` whose
  // label kCreationLabel is `creation`, those that are yet to be made included.
  // It ends by itself once the workspace, which was made for them, is condemned
  // or removed. `docker` must outlive this. Called once, by ProvisionCluster().
  absl::Status Begin(DockerClient& docker, const std::string& creation,
                     const Workspace& workspace);

  // Renews once for kLongLease, within `ctx`, and not again before Resume(),
  // which would make it shorter.
  absl::Status Lengthen(const Context& ctx) ABSL_LOCKS_EXCLUDED(mutex_);
  void Resume() ABSL_LOCKS_EXCLUDED(mutex_);

  // The nodes are to stay: they have no lease any more, and no `clean --stale`
  // takes them. Renewing ends.
  absl::Status Keep(const Context& ctx);

  // Ends renewing; nodes that are there follow.
  void End();

 private:
  void Run();
  // Renews as Run() does from time to time.
  absl::Status Renew(const Context& ctx) ABSL_LOCKS_EXCLUDED(mutex_);

  const std::function<void(absl::string_view)> warn_;
  const absl::Duration length_;
  const absl::Duration period_;
  std::unique_ptr<Renewals> renewals_;
  absl::Mutex mutex_;
  bool is_long_ ABSL_GUARDED_BY(mutex_) = false;
  Cancellation over_;
  std::thread thread_;
};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_LEASE_LEASE_H_
