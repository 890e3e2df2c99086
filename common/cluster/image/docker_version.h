// Versions of Docker, as its releases and distributions spell them.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_DOCKER_VERSION_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_DOCKER_VERSION_H_

#include <compare>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

struct DockerVersion {
  int major = 0;
  int minor = 0;
  int patch = 0;
  auto operator<=>(const DockerVersion&) const = default;
};

// Of "1.13.1", "18.06.3-ce", "20.10.24+dfsg1". kInvalidArgument for what looks
// like no version: it has three numbers, and letters, digits, '.', '-', '+'
// after them.
absl::StatusOr<DockerVersion> ParseDockerVersion(absl::string_view text);

// The first that runs containers on hosts with cgroup v2.
inline constexpr DockerVersion kFirstWithCgroupV2 = {20, 10, 0};

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_DOCKER_VERSION_H_
