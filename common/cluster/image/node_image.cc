#include "common/cluster/image/node_image.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/cluster/image/base_image.h"
#include "common/cluster/image/build_lock.h"
#include "common/cluster/image/build_with_progress.h"
#include "common/cluster/image/distributions.h"
#include "common/cluster/image/docker_release.h"
#include "common/cluster/image/docker_version.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/image/image_options.h"
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

// Removes those of `old` whose names others have now. Those that nodes run
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
                             const NodeImageOptions& options,
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
      absl::StrCat("Building the node image ", recipe.distribution), build,
      context, progress);
}

absl::Status Build(const Context& ctx, DockerClient& docker,
                   const ImageRecipe& recipe, const NodeImageOptions& options,
                   NodeImage& image, Progress& progress) {
  const ImageName base = NameBase(recipe);
  // For the base, because images of other recipes may share it; for any engine,
  // because which one it is cannot be told for sure.
  ASSIGN_OR_RETURN(
      const BuildLock lock,
      BuildLock::Acquire(ctx,
                         absl::StrCat(TemporaryDirectory(), "/minidcos-image-",
                                      base.hash, ".lock"),
                         progress));
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

// Whether nodes of `options` can run on the engine's host, where that is not
// true of any.
absl::Status CheckCgroups(const Context& ctx, DockerClient& docker,
                          const ImageOptions& options,
                          const ImageRecipe& recipe) {
  ASSIGN_OR_RETURN(const Distribution* distribution,
                   FindDistribution(options.distribution));
  bool is_old_docker = false;
  if (!recipe.docker_version.empty()) {
    ASSIGN_OR_RETURN(const DockerVersion version,
                     ParseDockerVersion(recipe.docker_version));
    is_old_docker = version < kFirstWithCgroupV2;
  }
  if (!distribution->needs_cgroup_v1 && !is_old_docker) return absl::OkStatus();
  ASSIGN_OR_RETURN(const docker::InfoResponse info, docker.Info(ctx));
  if (info.cgroup_version() != "2") return absl::OkStatus();
  if (distribution->needs_cgroup_v1) {
    return absl::FailedPreconditionError(absl::StrCat(
        "nodes of '", options.distribution,
        "' need a host with cgroup v1: its systemd cannot run on cgroup v2, "
        "which the engine's host has"));
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "Docker ", recipe.docker_version,
      " needs a host with cgroup v1, and the engine's has cgroup v2, which "
      "Docker can use from 20.10 on: name another by --docker-version"));
}

}  // namespace

absl::StatusOr<NodeImage> EnsureNodeImage(const Context& ctx,
                                          DockerClient& docker,
                                          const NodeImageOptions& options,
                                          Progress& progress) {
  ASSIGN_OR_RETURN(const ImageRecipe recipe, FindRecipe(options.image));
  RETURN_IF_ERROR(CheckCgroups(ctx, docker, options.image, recipe));
  const ImageName name = NameImage(recipe);
  NodeImage image = {.reference = name.reference};
  if (!options.no_cache) {
    ASSIGN_OR_RETURN(const bool has_image, HasImage(ctx, docker, name));
    if (has_image) return image;
  }
  const absl::Status status =
      Build(ctx, docker, recipe, options, image, progress);
  RETURN_IF_ERROR(Annotate(
      NotOfTheArguments(status),
      absl::StrCat("building the node image '", recipe.distribution, "'")));
  return image;
}

}  // namespace minidcos
