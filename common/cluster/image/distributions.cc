#include "common/cluster/image/distributions.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace minidcos {
namespace {

// The last release of Docker that DC/OS was tested with.
constexpr absl::string_view kDcosDocker = "18.06.3-ce";

constexpr Distribution kDistributions[] = {
    {.name = "debian-11",
     .suite = "bullseye",
     .public_image = "debian:bullseye",
     .docker_packages = "docker.io",
     .docker_version = "20.10.5"},
    {.name = "debian-12",
     .suite = "bookworm",
     .public_image = "debian:bookworm",
     .has_usr_is_merged = true,
     .docker_packages = "docker.io",
     .docker_version = "20.10.24"},
    {.name = "debian-13",
     .suite = "trixie",
     .public_image = "debian:trixie",
     .has_usr_is_merged = true,
     .docker_packages = "docker.io,docker-cli",
     .docker_version = "26.1.5"},
    {.name = "ubuntu-22.04",
     .public_image = "ubuntu:22.04",
     .docker_packages = "docker.io",
     .docker_version = "24.0.7"},
    {.name = "centos-7",
     .public_image = "centos:7",
     .packages = "packages/centos-7",
     .docker_version = kDcosDocker,
     .needs_cgroup_v1 = true},
    {.name = "rocky-9",
     .public_image = "rockylinux:9",
     .packages = "packages/rocky-9",
     .docker_version = kDcosDocker},
};

struct Refusal {
  absl::string_view name;
  absl::string_view reason;
};

// DC/OS E2E's.
constexpr Refusal kRefusals[] = {
    {"centos-8", "its packages were taken off the mirrors at the end of 2021"},
    {"coreos", "it ended in 2020, and its images and updates were removed"},
    {"flatcar",
     "it has no package manager by which sshd and what DC/OS needs could be "
     "installed in a container"},
    {"ubuntu-16.04",
     "its support ended in 2021, and its systemd 229 cannot run on hosts with "
     "cgroup v2"},
};

}  // namespace

std::vector<std::string> DistributionNames() {
  std::vector<std::string> names;
  for (const Distribution& known : kDistributions) {
    names.emplace_back(known.name);
  }
  return names;
}

absl::StatusOr<const Distribution*> FindDistribution(absl::string_view name) {
  for (const Distribution& known : kDistributions) {
    if (known.name == name) return &known;
  }
  const std::string all = absl::StrJoin(DistributionNames(), ", ");
  for (const Refusal& refusal : kRefusals) {
    if (refusal.name != name) continue;
    return absl::InvalidArgumentError(absl::StrCat("no nodes of '", name,
                                                   "': ", refusal.reason,
                                                   " (there are: ", all, ")"));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("unknown distribution '", name, "': known are ", all));
}

}  // namespace minidcos
