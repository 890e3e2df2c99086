#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/cluster/image/node_image.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

NodeImageOptions options;

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(
      const std::string reference,
      EnsureNodeImage(app.ctx(), *docker, options, app.progress()));
  app.out() << reference << '\n';
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-build-image",
       .summary = "Build the image that nodes run.",
       .description =
           "Prints the image's reference. An image that is there already, of "
           "the "
           "same recipe, is not built again. minidcos-provision and "
           "minidcos-create build what they need by themselves; this does it "
           "ahead of time.",
       .flags = {{"Which image",
                  {{.name = "linux-distribution",
                    .target = &options.distribution,
                    .value = "NAME",
                    .help = "what nodes run"},
                   {.name = "no-cache",
                    .target = &options.no_cache,
                    .help = "build it anew, its packages included"}}}},
       .examples = {"minidcos build-image"}},
      minidcos::Run);
}
