// When is a node ready? Its image prints one line on its console at the end of
// every boot (common/cluster/image):
//
//   minidcos-ready <state> <failed units>
//   minidcos-ready running -
//   minidcos-ready degraded a.service,b.mount
//
// Nothing is executed in the node before that: on cgroup v2 a process that
// comes in before systemd has moved itself aside breaks the hierarchy.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_BOOT_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_BOOT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/docker/client.h"

namespace minidcos {

struct BootReport {
  // systemd's word: "running" or "degraded".
  std::string state;
  // Units that failed.
  std::vector<std::string> failed_units;
};

// Reads the console of a node that is being started until it is ready.
// kFailedPrecondition with the last lines of the console (GetOutput) if the
// node ends before, or what failed makes it no use: ssh, the inner Docker's
// socket or a unit of ours. kDeadlineExceeded, with them too, if `ctx` ends
// first.
absl::StatusOr<BootReport> WaitForBoot(const Context& ctx,
                                       EngineStream& console);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_BOOT_H_
