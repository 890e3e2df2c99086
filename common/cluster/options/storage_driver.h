// The storage driver of the Docker inside nodes.

#ifndef MINIDCOS_COMMON_CLUSTER_OPTIONS_STORAGE_DRIVER_H_
#define MINIDCOS_COMMON_CLUSTER_OPTIONS_STORAGE_DRIVER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/docker/client.h"

namespace minidcos {

// The driver of the image's own configuration.
inline constexpr char kImageStorageDriver[] = "overlay2";

// "auto" and the drivers that there ever were.
std::vector<std::string> StorageDriverNames();

// OK for those: "auto", overlay2, overlay, aufs, vfs, fuse-overlayfs, btrfs.
// kInvalidArgument, naming them, for another.
absl::Status CheckStorageDriver(absl::string_view name);

// The driver that `wanted` means on an engine whose own is `engine_driver`
// (docker::InfoResponse). For "auto", overlay2 where it works: the inner
// Docker's files are on a volume, and so on the file system of the engine's
// own; else vfs, which works everywhere.
std::string ResolveStorageDriver(absl::string_view wanted,
                                 absl::string_view engine_driver);

// OK if a kernel that has `filesystems` (/proc/filesystems) can carry `driver`.
// kFailedPrecondition else, naming the one that is missing: a Docker without it
// fails at every start.
absl::Status CheckKernelCarries(absl::string_view driver,
                                absl::string_view filesystems);

// What `wanted` means on the engine of `docker`, which is asked if that
// matters. Of an engine on this machine it is also checked that its kernel, and
// for btrfs the file system of its files, can carry it: kFailedPrecondition.
absl::StatusOr<std::string> FindStorageDriver(const Context& ctx,
                                              DockerClient& docker,
                                              const std::string& wanted);

// Where the inner Docker reads it, and what is to be there.
inline constexpr char kDaemonConfigPath[] = "/etc/docker/daemon.json";
std::string DaemonConfig(absl::string_view driver);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_OPTIONS_STORAGE_DRIVER_H_
