// The Linux distributions that nodes can run, and those that DC/OS E2E had and
// we have not.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_DISTRIBUTIONS_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_DISTRIBUTIONS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace minidcos {

struct Distribution {
  // Such as "debian-12".
  absl::string_view name;
  // The name of the release in Debian's archive, such as "bookworm".
  absl::string_view suite;
  // The packages of Docker, separated by commas.
  absl::string_view docker_packages;
  // Whether there is the package usr-is-merged, which mmdebstrap then takes for
  // what it promises.
  bool has_usr_is_merged;
};

// The distribution `name`, which lives as long as the program.
// kInvalidArgument, with the reason, for one that DC/OS E2E had and we have
// not; naming those there are, for an unknown one.
absl::StatusOr<const Distribution*> FindDistribution(absl::string_view name);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_DISTRIBUTIONS_H_
