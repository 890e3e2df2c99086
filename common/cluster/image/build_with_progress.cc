#include "common/cluster/image/build_with_progress.h"

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"

namespace minidcos {

absl::Status BuildWithProgress(const Context& ctx, DockerClient& docker,
                               absl::string_view title,
                               const DockerClient::BuildOptions& options,
                               absl::string_view tar, Progress& progress) {
  const std::unique_ptr<Progress::Step> step = progress.Begin(title);
  RETURN_IF_ERROR(docker.BuildImage(
      ctx, options, tar, [&step](const docker::BuildProgress& progress) {
        const absl::string_view line =
            absl::StripAsciiWhitespace(progress.stream());
        if (!line.empty()) step->Update(line);
      }));
  step->Done();
  return absl::OkStatus();
}

}  // namespace minidcos
