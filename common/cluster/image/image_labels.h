// The labels of the images that we make. A container inherits its image's
// labels: a label of these says nothing about whose a container is.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_IMAGE_LABELS_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_IMAGE_LABELS_H_

namespace minidcos {

// Such as "debian-12".
inline constexpr char kImageDistributionLabel[] = "minidcos.image.distribution";

// The whole hash of what the image was made of.
inline constexpr char kImageRecipeLabel[] = "minidcos.image.recipe";

// Of the Docker inside, such as "20.10.24+dfsg1" or "18.06.3-ce"; none where
// only the image itself could tell.
inline constexpr char kImageDockerVersionLabel[] =
    "minidcos.image.docker_version";

// If that is a release of Docker's own: the SHA-256 of its archive.
inline constexpr char kImageDockerArchiveLabel[] =
    "minidcos.image.docker_archive";

// A DC/OS installer loads an image without any label of ours into the engine,
// such as mesosphere/dcos-genconf:X. Where it was not there before, it gets the name
// kInstallerImages:X as well: a note that it is ours to remove, which outlives
// the cluster and its workspace and which `docker images` shows.
inline constexpr char kInstallerImages[] = "minidcos/genconf";

// The repository of the image that loopback sidecars run (common/sidecar).
inline constexpr char kSidecarImages[] = "minidcos/sidecar";

// The repository of the images that the doctor's probe runs (common/doctor). It
// removes them; one that was killed has not.
inline constexpr char kProbeImages[] = "minidcos/probe";

// That of the image that the macOS network's server runs (common/vpn).
inline constexpr char kVpnImages[] = "minidcos/vpn";

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_IMAGE_LABELS_H_
