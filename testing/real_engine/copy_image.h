// Brings an image from one engine to another: a private engine starts without
// any, and there may be no registry.

#ifndef MINIDCOS_TESTING_REAL_ENGINE_COPY_IMAGE_H_
#define MINIDCOS_TESTING_REAL_ENGINE_COPY_IMAGE_H_

#include <string>

#include "absl/status/status.h"
#include "common/base/context.h"

namespace minidcos {

// Copies the image `reference` from the engine at `from` to the one at `to`,
// both as DOCKER_HOST would name them. It keeps its name and id.
absl::Status CopyImage(const Context& ctx, const std::string& reference,
                       const std::string& from, const std::string& to);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_REAL_ENGINE_COPY_IMAGE_H_
