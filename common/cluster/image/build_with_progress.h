// A build on the engine as one step of progress.

#ifndef MINIDCOS_COMMON_CLUSTER_IMAGE_BUILD_WITH_PROGRESS_H_
#define MINIDCOS_COMMON_CLUSTER_IMAGE_BUILD_WITH_PROGRESS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"

namespace minidcos {

// DockerClient::BuildImage of the context `tar`, as the step `title`, which
// shows the builder's lines.
absl::Status BuildWithProgress(const Context& ctx, DockerClient& docker,
                               absl::string_view title,
                               const DockerClient::BuildOptions& options,
                               absl::string_view tar, Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_IMAGE_BUILD_WITH_PROGRESS_H_
