#include "common/cluster/image/recipe_image.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/base_image.h"
#include "common/cluster/image/build_lock.h"
#include "common/cluster/image/build_with_progress.h"
#include "common/cluster/image/docker_release.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/image/recipe.h"
#include "common/cluster/image/recipe_file.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::StatusOr<bool> HasImage(const Context& ctx, DockerClient& docker,
                              const ImageName& name) {
  const absl::Status status = docker.InspectImage(ctx, name.reference).status();
  if (absl::IsNotFound(status)) return false;
  RETURN_IF_ERROR(status);
  return true;
}

// The ids of the images of `recipe` that there are, the upper one first.
absl::StatusOr<std::vector<std::string>> ImageIds(const Context& ctx,
                                                  DockerClient& docker,
                                                  const ImageRecipe& recipe) {
  std::vector<std::string> ids;
  for (const ImageName& name : {NameImage(recipe), NameBase(recipe)}) {
    const absl::StatusOr<docker::ImageDetails> image =
        docker.InspectImage(ctx, name.reference);
    if (absl::IsNotFound(image.status())) continue;
    RETURN_IF_ERROR(image.status());
    ids.push_back(image->id());
  }
  return ids;
}

// Removes those of `old` whose names others have now. Those in use
// stay.
absl::Status RemoveReplaced(const Context& ctx, DockerClient& docker,
                            const ImageRecipe& recipe,
                            const std::vector<std::string>& old,
                            Progress& progress) {
  ASSIGN_OR_RETURN(const std::vector<std::string> current,
                   ImageIds(ctx, docker, recipe));
  for (const std::string& id : old) {
    if (std::find(current.begin(), current.end(), id) != current.end())
      continue;
    const absl::Status status = docker.RemoveImage(ctx, id);
    if (status.ok() || absl::IsNotFound(status)) continue;
    progress.Warn(
        Annotate(status, absl::StrCat("the image before, '", id, "', stays"))
            .message());
  }
  return absl::OkStatus();
}

// `release` is nothing unless the recipe has one.
absl::Status BuildUpperLayer(const Context& ctx, DockerClient& docker,
                             const ImageRecipe& recipe, DockerRelease release,
                             const RecipeImageOptions& options,
                             Progress& progress) {
  const ImageName name = NameImage(recipe);
  DockerClient::BuildOptions build;
  build.reference = name.reference;
  build.build_args = options.proxies;
  build.build_args["BASE"] = NameBase(recipe).reference;
  build.labels = {{kImageDistributionLabel, recipe.distribution},
                  {kImageRecipeLabel, name.hash}};
  build.no_cache = options.no_cache;
  if (!recipe.docker_url.empty()) {
    build.labels[kImageDockerVersionLabel] = recipe.docker_version;
    build.labels[kImageDockerArchiveLabel] = release.sha256;
  }
  std::vector<RecipeFile> files = recipe.context;
  for (RecipeFile& program : release.programs) {
    files.push_back(std::move(program));
  }
  ASSIGN_OR_RETURN(const std::string context, MakeContext(files));
  return BuildWithProgress(
      ctx, docker,
      absl::StrCat("Building ", options.title, " ", recipe.distribution), build,
      context, progress);
}

absl::Status Build(const Context& ctx, DockerClient& docker,
                   const ImageRecipe& recipe, const RecipeImageOptions& options,
                   RecipeImage& image, Progress& progress) {
  const ImageName base = NameBase(recipe);
  // For the base, because images of other recipes may share it; for any engine,
  // because which one it is cannot be told for sure.
  ASSIGN_OR_RETURN(const BuildLock lock,
                   BuildLock::Acquire(ctx, BuildLockPath(base.hash), progress));
  if (!options.no_cache) {
    ASSIGN_OR_RETURN(const bool built_meanwhile,
                     HasImage(ctx, docker, NameImage(recipe)));
    if (built_meanwhile) return absl::OkStatus();
  }
  // First, for what is not there is known at once.
  DockerRelease release;
  if (!recipe.docker_url.empty()) {
    ASSIGN_OR_RETURN(release, FetchDockerRelease(ctx, recipe.docker_version,
                                                 recipe.docker_url, progress));
  }
  std::vector<std::string> old;
  if (options.no_cache) {
    ASSIGN_OR_RETURN(old, ImageIds(ctx, docker, recipe));
  }
  ASSIGN_OR_RETURN(const bool has_base, HasImage(ctx, docker, base));
  if (options.no_cache || !has_base) {
    RETURN_IF_ERROR(
        MakeBaseImage(ctx, docker, recipe, options.proxies, progress));
  }
  RETURN_IF_ERROR(BuildUpperLayer(ctx, docker, recipe, std::move(release),
                                  options, progress));
  image.built = true;
  if (old.empty()) return absl::OkStatus();
  return RemoveReplaced(ctx, docker, recipe, old, progress);
}

}  // namespace

absl::StatusOr<RecipeImage> EnsureRecipeImage(const Context& ctx,
                                              DockerClient& docker,
                                              const ImageRecipe& recipe,
                                              const RecipeImageOptions& options,
                                              Progress& progress) {
  const ImageName name = NameImage(recipe);
  RecipeImage image = {.reference = name.reference};
  if (!options.no_cache) {
    ASSIGN_OR_RETURN(const bool has_image, HasImage(ctx, docker, name));
    if (has_image) return image;
  }
  const absl::Status status =
      Build(ctx, docker, recipe, options, image, progress);
  RETURN_IF_ERROR(Annotate(NotOfTheArguments(status),
                           absl::StrCat("building ", options.title, " '",
                                        recipe.distribution, "'")));
  return image;
}

}  // namespace minidcos
