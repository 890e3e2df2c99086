// Which storage drivers the Docker of a given version has. Source: Docker's
// release notes and its list of deprecated features.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_STORAGE_DRIVERS_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_STORAGE_DRIVERS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/cluster/image/docker_version.h"

namespace minidcos {

// OK if Docker `version` has the storage driver `driver`, or if nothing is
// known of a driver of that name; else kInvalidArgument, which names the first
// version with it, or the first without.
absl::Status CheckDockerHasStorageDriver(const DockerVersion& version,
                                         absl::string_view driver);

// The one that uses the kernel's overlay: "overlay2", or "overlay" where that
// was not there yet.
absl::string_view OverlayDriver(const DockerVersion& version);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_STORAGE_DRIVERS_H_
