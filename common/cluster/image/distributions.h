// The Linux distributions that nodes can run, and those that DC/OS E2E had and
// we have not.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_DISTRIBUTIONS_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_DISTRIBUTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

struct Distribution {
  // Such as "debian-12".
  absl::string_view name;
  // The name of the release in Debian's archive, such as "bookworm", by which
  // mmdebstrap makes a root file system; empty for what is not Debian.
  absl::string_view suite = "";
  // The public image to begin with where mmdebstrap does not make one.
  absl::string_view public_image;
  // The file with the packages that a node has beside Docker.
  absl::string_view packages = "packages/debian";
  // Debian's package usr-is-merged, where there is one: mmdebstrap then takes
  // it for what it promises.
  bool has_usr_is_merged = false;
  // Its own packages of Docker, separated by commas; empty if it has none that
  // nodes could use.
  absl::string_view docker_packages = "";
  // The version of those, at least in its first two numbers; without them, of
  // Docker's own release that nodes get unless another is asked for.
  absl::string_view docker_version;
  // Whether its systemd cannot run on hosts with cgroup v2.
  bool needs_cgroup_v1 = false;
};

// The distribution `name`, which lives as long as the program.
// kInvalidArgument, with the reason, for one that DC/OS E2E had and we have
// not; naming those there are, for an unknown one.
absl::StatusOr<const Distribution*> FindDistribution(absl::string_view name);

// The names of all.
std::vector<std::string> DistributionNames();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_DISTRIBUTIONS_H_
