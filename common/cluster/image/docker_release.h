// Docker's own releases: archives of static programs, docker/docker,
// docker/dockerd and so on, for nodes whose Docker is not the distribution's.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_DOCKER_RELEASE_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_DOCKER_RELEASE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/recipe_file.h"

namespace minidcos {

// Where the release `version` for this machine's architecture is:
// <archives>/<architecture>/docker-<version>.tgz. Empty `archives` stands for
// Docker's own: those before 17.03 are in another place than the later ones.
std::string DockerReleaseUrl(absl::string_view version,
                             absl::string_view archives);

struct DockerRelease {
  // Of its archive, 64 hexadecimal digits.
  std::string sha256;
  // Its programs, as "rootfs/usr/bin/<program>".
  std::vector<RecipeFile> programs;
};

// Fetches the archive `url` of the release `version`, of some 30 to 80 MB.
// kFailedPrecondition, with the URL, if it cannot be fetched, saying what can
// be set, or if the daemon is not in it: docker/dockerd, before 17.03
// docker/docker.
absl::StatusOr<DockerRelease> FetchDockerRelease(const Context& ctx,
                                                 absl::string_view version,
                                                 const std::string& url,
                                                 Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_DOCKER_RELEASE_H_
