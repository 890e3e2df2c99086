#include "common/cluster/image/node_image.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/distributions.h"
#include "common/cluster/image/docker_version.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/image/recipe.h"
#include "common/cluster/image/recipe_image.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

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
  const RecipeImageOptions build = {.title = "the node image",
                                    .no_cache = options.no_cache,
                                    .proxies = options.proxies};
  return EnsureRecipeImage(ctx, docker, recipe, build, progress);
}

}  // namespace minidcos
