#include "tools/build_image/build_image.h"

#include <cmath>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/base/progress.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/image/node_image.h"
#include "common/cluster/image/recipe.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"
#include "tools/build_image/build_image.pb.h"

namespace minidcos {

absl::StatusOr<BuildImageReport> BuildImage(const Context& ctx,
                                            DockerClient& docker,
                                            const NodeImageOptions& options,
                                            Progress& progress) {
  const absl::Duration start = MonotonicNow();
  ASSIGN_OR_RETURN(const NodeImage image,
                   EnsureNodeImage(ctx, docker, options, progress));
  const absl::Duration taken = MonotonicNow() - start;
  ASSIGN_OR_RETURN(const docker::ImageDetails details,
                   docker.InspectImage(ctx, image.reference));
  ASSIGN_OR_RETURN(const ImageRecipe recipe, FindRecipe(options.image));
  BuildImageReport report;
  report.set_base(recipe.bootstrap.empty() ? "registry" : "mmdebstrap");
  report.set_built(image.built);
  report.set_distribution(recipe.distribution);
  const auto& labels = details.config().labels();
  const auto version = labels.find(kImageDockerVersionLabel);
  if (version != labels.end()) report.set_docker_version(version->second);
  report.set_id(details.id());
  report.set_reference(image.reference);
  // No finer than it is true.
  report.set_seconds(std::round(absl::ToDoubleSeconds(taken) * 100) / 100);
  return report;
}

}  // namespace minidcos
