#include "common/cluster/options/storage_driver.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/context.h"
#include "common/cluster/options/kernel_filesystems.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/docker/near_engine.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::string_view kAuto = "auto";
constexpr absl::string_view kDrivers[] = {
    "overlay2", "overlay", "aufs", "vfs", "fuse-overlayfs", "btrfs"};

// Drivers of engines whose own file system carries no overlay: one cannot lie
// on ZFS before 2.2, and vfs is what an engine takes where nothing else works.
constexpr absl::string_view kCarryNoOverlay[] = {"vfs", "zfs"};

// What a driver needs of the kernel.
constexpr std::pair<absl::string_view, absl::string_view> kFilesystems[] = {
    {"overlay2", "overlay"},    {"overlay", "overlay"}, {"aufs", "aufs"},
    {"fuse-overlayfs", "fuse"}, {"btrfs", "btrfs"},
};

// Whether the machine of an engine that is here can carry `driver`.
absl::Status CheckHostCarries(const Context& ctx, DockerClient& docker,
                              const std::string& driver) {
  const std::optional<std::string> filesystems = KernelFilesystems();
  if (!filesystems.has_value()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckKernelCarries(driver, *filesystems));
  if (driver != "btrfs") return absl::OkStatus();
  ASSIGN_OR_RETURN(const docker::InfoResponse info, docker.Info(ctx));
  if (IsOnBtrfs(info.docker_root_dir())) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the storage driver 'btrfs' needs the engine's files on "
                   "btrfs, and '",
                   info.docker_root_dir(), "' is not"));
}

bool IsIn(absl::string_view name, absl::Span<const absl::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<std::string> StorageDriverNames() {
  std::vector<std::string> names = {std::string(kAuto)};
  for (const absl::string_view name : kDrivers) names.emplace_back(name);
  return names;
}

absl::Status CheckStorageDriver(absl::string_view name) {
  if (name == kAuto || IsIn(name, kDrivers)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "no such storage driver: '", name,
      "' (there are: ", absl::StrJoin(StorageDriverNames(), ", "), ")"));
}

std::string ResolveStorageDriver(absl::string_view wanted,
                                 absl::string_view engine_driver) {
  if (wanted != kAuto) return std::string(wanted);
  return IsIn(engine_driver, kCarryNoOverlay) ? "vfs" : kImageStorageDriver;
}

absl::Status CheckKernelCarries(absl::string_view driver,
                                absl::string_view filesystems) {
  for (const auto& [name, filesystem] : kFilesystems) {
    if (name != driver) continue;
    // "nodev\toverlay" and "\tbtrfs".
    for (const absl::string_view line : absl::StrSplit(filesystems, '\n')) {
      if (absl::EndsWith(line, absl::StrCat("\t", filesystem))) {
        return absl::OkStatus();
      }
    }
    return absl::FailedPreconditionError(absl::StrCat(
        "the storage driver '", driver, "' needs the file system ", filesystem,
        ", which this machine's kernel does not have"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> FindStorageDriver(const Context& ctx,
                                              DockerClient& docker,
                                              const std::string& wanted) {
  if (wanted != kAuto) {
    if (IsNearEngine(docker.host())) {
      RETURN_IF_ERROR(CheckHostCarries(ctx, docker, wanted));
    }
    return wanted;
  }
  ASSIGN_OR_RETURN(const docker::InfoResponse info, docker.Info(ctx));
  return ResolveStorageDriver(wanted, info.driver());
}

std::string DaemonConfig(absl::string_view driver) {
  return absl::StrCat("{\n  \"storage-driver\": \"", driver, "\"\n}\n");
}

}  // namespace minidcos
