#include "common/cluster/image/storage_drivers.h"

#include <limits>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/cluster/image/docker_version.h"

namespace minidcos {
namespace {

constexpr DockerVersion kAlways = {0, 0, 0};
constexpr DockerVersion kStillThere = {std::numeric_limits<int>::max(), 0, 0};

struct Driver {
  absl::string_view name;
  DockerVersion since;
  DockerVersion gone;
};

constexpr Driver kDrivers[] = {
    {"overlay2", {1, 12, 0}, kStillThere},
    {"overlay", kAlways, {24, 0, 0}},
    {"aufs", kAlways, {24, 0, 0}},
    {"vfs", kAlways, kStillThere},
    {"fuse-overlayfs", {20, 10, 0}, kStillThere},
    {"btrfs", kAlways, kStillThere},
};

std::string Text(const DockerVersion& version) {
  return absl::StrCat(version.major, ".", version.minor);
}

}  // namespace

absl::Status CheckDockerHasStorageDriver(const DockerVersion& version,
                                         absl::string_view driver) {
  for (const Driver& known : kDrivers) {
    if (known.name != driver) continue;
    if (version < known.since) {
      return absl::InvalidArgumentError(
          absl::StrCat("Docker ", Text(version), " has no storage driver '",
                       driver, "' yet: it came with ", Text(known.since)));
    }
    if (version >= known.gone) {
      return absl::InvalidArgumentError(
          absl::StrCat("Docker ", Text(version), " has no storage driver '",
                       driver, "' any more: it went with ", Text(known.gone)));
    }
  }
  return absl::OkStatus();
}

absl::string_view OverlayDriver(const DockerVersion& version) {
  return CheckDockerHasStorageDriver(version, "overlay2").ok() ? "overlay2"
                                                               : "overlay";
}

}  // namespace minidcos
