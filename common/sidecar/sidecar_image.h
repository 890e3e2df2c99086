// The image of sidecars: one static program of ours (holder_main_linux.cc),
// which is compiled into the library, so that no registry is needed.

#ifndef MINIDCOS_COMMON_SIDECAR_SIDECAR_IMAGE_H_
#define MINIDCOS_COMMON_SIDECAR_SIDECAR_IMAGE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

// Where the program is in the image.
inline constexpr char kHolderPath[] = "/holder";

// The image's reference, such as "minidcos/sidecar:0123456789ab", which follows
// from its content. It is imported if the engine does not have it, by one
// process of this machine at a time.
absl::StatusOr<std::string> EnsureSidecarImage(const Context& ctx,
                                               DockerClient& docker,
                                               Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_SIDECAR_SIDECAR_IMAGE_H_
