#include "common/cluster/storage_driver.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::string_view kAuto = "auto";
constexpr absl::string_view kDrivers[] = {
    "overlay2", "overlay", "aufs", "vfs", "fuse-overlayfs", "btrfs"};

// Drivers of engines whose own file system carries no overlay: one cannot lie
// on ZFS before 2.2, and vfs is what an engine takes where nothing else works.
constexpr absl::string_view kCarryNoOverlay[] = {"vfs", "zfs"};

bool IsIn(absl::string_view name, absl::Span<const absl::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

absl::Status CheckStorageDriver(absl::string_view name) {
  if (name == kAuto || IsIn(name, kDrivers)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("no such storage driver: '", name, "' (there are: ", kAuto,
                   ", ", absl::StrJoin(kDrivers, ", "), ")"));
}

std::string ResolveStorageDriver(absl::string_view wanted,
                                 absl::string_view engine_driver) {
  if (wanted != kAuto) return std::string(wanted);
  return IsIn(engine_driver, kCarryNoOverlay) ? "vfs" : kImageStorageDriver;
}

absl::StatusOr<std::string> FindStorageDriver(const Context& ctx,
                                              DockerClient& docker,
                                              const std::string& wanted) {
  if (wanted != kAuto) return wanted;
  ASSIGN_OR_RETURN(const docker::InfoResponse info, docker.Info(ctx));
  return ResolveStorageDriver(wanted, info.driver());
}

std::string DaemonConfig(absl::string_view driver) {
  return absl::StrCat("{\n  \"storage-driver\": \"", driver, "\"\n}\n");
}

}  // namespace minidcos
