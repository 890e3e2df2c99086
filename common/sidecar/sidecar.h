// Loopback sidecars: unformatted block devices for the nodes. A sidecar is a
// small container beside a cluster. Its one process makes a sparse file in the
// container, attaches it to a free loop device of the engine's machine, and
// holds that: with the process, however it ends, the device is free again,
// unless somebody has it mounted still.
//
// Loop devices are the machine's: every container on it that may use devices,
// as nodes may, sees every sidecar's. Let one of them write.
//
// A sidecar is known by its labels (common/cluster/sidecar_labels.h); it
// belongs to no cluster. Started again, it has its content still, on what
// device is free then.

#ifndef MINIDCOS_COMMON_SIDECAR_SIDECAR_H_
#define MINIDCOS_COMMON_SIDECAR_SIDECAR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/cluster/operation.h"
#include "common/docker/client.h"

namespace minidcos {

struct SidecarOptions {
  // Matches [a-zA-Z0-9][a-zA-Z0-9_.-]*, at most 63 characters.
  std::string name;
  // At least 1. Disk is used as it is written to.
  int size_mib = 256;
};

// Makes a sidecar and returns the path of its device, "/dev/loop3", on which
// there is nothing but zeros. If it fails, nothing is left. kInvalidArgument
// for a bad name or size; kAlreadyExists for a name that is taken;
// kFailedPrecondition, telling which, where the engine's machine has no loop
// devices, none that is free, or less space than the device could take.
absl::StatusOr<std::string> CreateSidecar(const Operation& operation,
                                          const SidecarOptions& options);

// The names of all sidecars, running or not, sorted.
absl::StatusOr<std::vector<std::string>> ListSidecars(const Context& ctx,
                                                      DockerClient& docker);

// Removes a sidecar, running or not, with what was on its device. kNotFound if
// there is none of that name, naming those there are.
absl::Status DestroySidecar(const Context& ctx, DockerClient& docker,
                            const std::string& name);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_SIDECAR_SIDECAR_H_
