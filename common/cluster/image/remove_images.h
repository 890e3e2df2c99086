// Removes the images that minidcos has built or had loaded.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_REMOVE_IMAGES_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_REMOVE_IMAGES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

// The references of the installers' images, and of every image that has both a
// label and a name of ours, in the order in which they can be removed: node
// images first. An image that a user has built on one of ours inherits the
// label, and is none of them; nor is the image that the macOS network's
// container runs.
absl::StatusOr<std::vector<std::string>> FindImages(const Context& ctx,
                                                    DockerClient& docker);

// Removes the images `references`. Calls `removed` with "image REFERENCE" for
// each that is gone. One that cannot be removed, as a container uses it, is a
// warning with the engine's words and then, at the end, kFailedPrecondition.
absl::Status RemoveImages(
    const Context& ctx, DockerClient& docker,
    const std::vector<std::string>& references, Progress& progress,
    const std::function<void(absl::string_view)>& removed);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_REMOVE_IMAGES_H_
