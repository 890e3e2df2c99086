#include "common/cluster/image/node_image.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/cluster/image/base_image.h"
#include "common/cluster/image/build_lock.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/image/recipe.h"
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

absl::Status BuildUpperLayer(const Context& ctx, DockerClient& docker,
                             const ImageRecipe& recipe, bool no_cache,
                             Progress& progress) {
  const std::unique_ptr<Progress::Step> step = progress.Begin(
      absl::StrCat("Building the node image ", recipe.distribution));
  ASSIGN_OR_RETURN(const std::string context, MakeContext(recipe));
  const ImageName name = NameImage(recipe);
  DockerClient::BuildOptions options;
  options.reference = name.reference;
  options.build_args = {{"BASE", NameBase(recipe).reference}};
  options.labels = {{kImageDistributionLabel, recipe.distribution},
                    {kImageRecipeLabel, name.hash}};
  options.no_cache = no_cache;
  RETURN_IF_ERROR(docker.BuildImage(
      ctx, options, context, [&step](const docker::BuildProgress& progress) {
        const absl::string_view line =
            absl::StripAsciiWhitespace(progress.stream());
        if (!line.empty()) step->Update(line);
      }));
  step->Done();
  return absl::OkStatus();
}

absl::Status Build(const Context& ctx, DockerClient& docker,
                   const ImageRecipe& recipe, bool no_cache,
                   Progress& progress) {
  const ImageName base = NameBase(recipe);
  const ImageName name = NameImage(recipe);
  // For the base, because images of other recipes may share it; for any engine,
  // because which one it is cannot be told for sure.
  ASSIGN_OR_RETURN(
      const BuildLock lock,
      BuildLock::Acquire(ctx,
                         absl::StrCat(TemporaryDirectory(), "/minidcos-image-",
                                      base.hash, ".lock"),
                         progress));
  if (!no_cache) {
    ASSIGN_OR_RETURN(const bool built_meanwhile, HasImage(ctx, docker, name));
    if (built_meanwhile) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const bool has_base, HasImage(ctx, docker, base));
  if (no_cache || !has_base) {
    RETURN_IF_ERROR(MakeBaseImage(ctx, docker, recipe, progress));
  }
  return BuildUpperLayer(ctx, docker, recipe, no_cache, progress);
}

}  // namespace

absl::StatusOr<std::string> EnsureNodeImage(const Context& ctx,
                                            DockerClient& docker,
                                            const NodeImageOptions& options,
                                            Progress& progress) {
  ASSIGN_OR_RETURN(const ImageRecipe recipe, FindRecipe(options.distribution));
  const ImageName name = NameImage(recipe);
  bool build = options.no_cache;
  if (!build) {
    ASSIGN_OR_RETURN(const bool has_image, HasImage(ctx, docker, name));
    build = !has_image;
  }
  if (build) {
    const absl::Status status =
        Build(ctx, docker, recipe, options.no_cache, progress);
    RETURN_IF_ERROR(Annotate(
        NotOfTheArguments(status),
        absl::StrCat("building the node image '", options.distribution, "'")));
  }
  return name.reference;
}

}  // namespace minidcos
