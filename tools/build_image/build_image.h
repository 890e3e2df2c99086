// minidcos-build-image.

#ifndef MINIDCOS_TOOLS_BUILD_IMAGE_BUILD_IMAGE_H_
#define MINIDCOS_TOOLS_BUILD_IMAGE_BUILD_IMAGE_H_

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/image/node_image.h"
#include "common/docker/client.h"
#include "tools/build_image/build_image.pb.h"

namespace minidcos {

// Sees to it that the node image is there, and describes it. Fails as
// EnsureNodeImage() does.
absl::StatusOr<BuildImageReport> BuildImage(const Context& ctx,
                                            DockerClient& docker,
                                            const NodeImageOptions& options,
                                            Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_TOOLS_BUILD_IMAGE_BUILD_IMAGE_H_
