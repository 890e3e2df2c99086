// What a node image is made of, and the names that follow from it: change a
// unit, a package or an option, and the image has another name. So an image is
// built once per recipe, and never mistaken for that of another version of
// minidcos.
//
// An image has two layers. The base, a root file system by mmdebstrap, takes
// most of the time and changes seldom; the upper layer, made by the Dockerfile
// beside this file, turns it into a node.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/embedded_file.h"

namespace minidcos {

struct ImageRecipe {
  // Such as "debian-12".
  std::string distribution;
  // The command that makes the base, but for its last word: the path of the tar
  // that it writes.
  std::vector<std::string> bootstrap;
  // The build context of the upper layer: Dockerfile, setup and rootfs/.
  std::vector<EmbeddedFile> context;
};

// kInvalidArgument if there is no such distribution (FindDistribution).
absl::StatusOr<ImageRecipe> FindRecipe(absl::string_view distribution);

// An image's reference in the engine, and the whole of the hash that its tag
// begins.
struct ImageName {
  std::string reference;  // "minidcos/node:debian-12-0123456789ab"
  std::string hash;       // 64 hexadecimal digits
};
ImageName NameBase(const ImageRecipe& recipe);
ImageName NameImage(const ImageRecipe& recipe);

// The build context as the engine takes it. Its Dockerfile wants the build
// argument BASE: the base's reference. What lies in a folder "sbin" is
// executable.
absl::StatusOr<std::string> MakeContext(const ImageRecipe& recipe);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_H_
