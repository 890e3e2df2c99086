// What a node image is made of, as far as a user chooses.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_IMAGE_OPTIONS_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_IMAGE_OPTIONS_H_

#include <string>

#include "absl/status/status.h"
#include "common/cluster/image/docker_version.h"

namespace minidcos {

// Where the parts of a node image come from. Empty fields stand for the public
// places.
struct ImageSources {
  // What makes the lower layer: "mmdebstrap" on this machine, "registry" from a
  // public image, or "auto": mmdebstrap for Debian where it and a keyring of
  // Debian's archive are there, else registry.
  std::string base = "auto";
  // For mmdebstrap: a mirror of Debian's archive, such as
  // "http://mirror.example/debian", in place of Debian's own and of its updates
  // and security fixes.
  std::string debian_mirror;
  // Of public images, such as "mirror.example:5000/library"; the engine's own
  // default, Docker Hub, without it.
  std::string registry;
  // Of Docker's releases: <archives>/<architecture>/docker-<version>.tgz, of
  // the scheme http, https or file.
  std::string docker_archives;
};

// The value of ImageOptions::docker_version for the distribution's package.
inline constexpr char kDistributionsDocker[] = "distro";

struct ImageOptions {
  // See distributions.h.
  std::string distribution = "debian-12";
  // The Docker inside nodes: "distro", the distribution's package; a release of
  // Docker's own, such as "18.06.3-ce"; empty for the former, where there is
  // one, else 18.06.3-ce.
  std::string docker_version;
  ImageSources sources;
};

// OK if such an image can be made, as far as that can be told without an engine
// and the network. kInvalidArgument names the value and the rule.
absl::Status CheckImageOptions(const ImageOptions& options);

// The version of the Docker inside, of options that pass CheckImageOptions();
// of a distribution's package at least the first two numbers.
DockerVersion DockerVersionOf(const ImageOptions& options);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_IMAGE_OPTIONS_H_
