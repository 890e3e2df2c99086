// Removes the images that minidcos has built or had loaded.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_REMOVE_IMAGES_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_REMOVE_IMAGES_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

// Removes the installers' images, and every image that has both a label and a
// name of ours, node images first: an image that a user has built on one of
// ours inherits the label, and stays. Calls `removed` with "image REFERENCE"
// for each that is gone. One that cannot be removed, as a container uses it, is
// a warning with the engine's words and then, at the end, kFailedPrecondition.
absl::Status RemoveImages(
    const Context& ctx, DockerClient& docker, Progress& progress,
    const std::function<void(absl::string_view)>& removed);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_REMOVE_IMAGES_H_
