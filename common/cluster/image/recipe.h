// What an image of ours is made of, that of nodes above all, and the names that
// follow from it: change a unit, a package or an option, and the image has
// another name. So an image is built once per recipe, and never mistaken for
// that of another version of minidcos.
//
// An image has two layers. The base, a root file system with packages, takes
// most of the time and changes seldom; the upper layer, made by the Dockerfile
// beside this file, turns it into a node.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/image/recipe_file.h"

namespace minidcos {

// The repositories of the references of images.
inline constexpr char kBaseRepository[] = "minidcos/base";
inline constexpr char kNodeRepository[] = "minidcos/node";

struct ImageRecipe {
  // Such as "debian-12".
  std::string distribution;
  // The command that makes the base, but for what comes last: the path of the
  // tar that it writes, and `debian_mirror`. Empty if the base is made of
  // `public_image`.
  std::vector<std::string> bootstrap;
  std::string debian_mirror;
  // The reference of a public image, and the packages to be added to it,
  // separated by spaces, by the build context `base_context`.
  std::string public_image;
  std::string packages;
  std::vector<RecipeFile> base_context;
  // The release of Docker that nodes get, and where it is (docker_release.h);
  // both empty for the distribution's package.
  std::string docker_version;
  std::string docker_url;
  // The build context of the upper layer: Dockerfile, setup and rootfs/.
  std::vector<RecipeFile> context;
  // Of its reference.
  std::string repository = kNodeRepository;
};

// Of the image of nodes. kInvalidArgument if there can be no such image
// (CheckImageOptions).
absl::StatusOr<ImageRecipe> FindRecipe(const ImageOptions& options);

// Of an image that is none of a node, on the Debian that nodes run by default:
// with `packages` and nothing of a node, and over them `context`.
// kInvalidArgument for sources of which there can be no image.
absl::StatusOr<ImageRecipe> FindRecipeOf(
    const ImageSources& sources, const std::string& repository,
    const std::vector<std::string>& packages, std::vector<RecipeFile> context);

// An image's reference in the engine, and the whole of the hash that its tag
// begins.
struct ImageName {
  std::string reference;  // "minidcos/node:debian-12-0123456789ab"
  std::string hash;       // 64 hexadecimal digits
};
ImageName NameBase(const ImageRecipe& recipe);
ImageName NameImage(const ImageRecipe& recipe);
// A build context as the engine takes it.
absl::StatusOr<std::string> MakeContext(const std::vector<RecipeFile>& files);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_H_
