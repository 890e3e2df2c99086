// The image of a recipe, built once.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_IMAGE_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_IMAGE_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/recipe.h"
#include "common/docker/client.h"

namespace minidcos {

struct RecipeImageOptions {
  // What is built, for progress and errors: "the node image".
  std::string title;
  // Builds all of it anew, with the packages of today.
  bool no_cache = false;
  // The variables http_proxy and so on for the build; they stay out of the
  // image.
  std::map<std::string, std::string> proxies;
};

struct RecipeImage {
  // Such as "minidcos/node:debian-12-0123456789ab".
  std::string reference;
  // Whether it was built just now.
  bool built = false;
};

// The image of `recipe`, which is built if the engine does not have it. That it
// has it takes one request and shows no progress. Processes of one machine
// build it one after the other, and the second finds it there.
// kFailedPrecondition if a program is missing, naming the package to install,
// if a release of Docker cannot be fetched, or a step of the build fails, with
// the tail of its output (GetOutput).
absl::StatusOr<RecipeImage> EnsureRecipeImage(const Context& ctx,
                                              DockerClient& docker,
                                              const ImageRecipe& recipe,
                                              const RecipeImageOptions& options,
                                              Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_RECIPE_IMAGE_H_
