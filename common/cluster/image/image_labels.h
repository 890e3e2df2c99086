// The labels of the images that we make. A container inherits its image's
// labels: a label of these says nothing about whose a container is.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_IMAGE_LABELS_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_IMAGE_LABELS_H_

namespace minidcos {

// Such as "debian-12".
inline constexpr char kImageDistributionLabel[] = "minidcos.image.distribution";

// The whole hash of what the image was made of.
inline constexpr char kImageRecipeLabel[] = "minidcos.image.recipe";

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_IMAGE_LABELS_H_
