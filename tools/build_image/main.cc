#include <cstdlib>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/json.h"
#include "common/cli/app.h"
#include "common/cli/flags.h"
#include "common/cluster/image/image_options.h"
#include "common/cluster/image/node_image.h"
#include "common/cluster/options/proxy_environment.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/build_image/build_image.h"
#include "tools/build_image/build_image.pb.h"
#include "tools/image_flags.h"

namespace minidcos {
namespace {

NodeImageOptions options;
bool pass_proxies = true;

absl::Status Run(App& app) {
  RETURN_IF_ERROR(CheckImageOptions(options.image));
  if (pass_proxies) options.proxies = ProxyVariables(std::getenv);
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(const BuildImageReport report,
                   BuildImage(app.ctx(), *docker, options, app.progress()));
  if (!app.json()) {
    app.out() << report.reference() << '\n';
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string json, ToPrettyJson(report));
  app.out() << json;
  return absl::OkStatus();
}

std::vector<FlagGroup> Flags() {
  FlagGroup group =
      ImageFlags(options.image.distribution, options.image.docker_version,
                 options.image.sources);
  group.flags.push_back({.name = "proxy-env",
                         .target = &pass_proxies,
                         .help = "use $http_proxy and its like to build"});
  group.flags.push_back({.name = "no-cache",
                         .target = &options.no_cache,
                         .help = "build it anew, its packages included"});
  return {group};
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-build-image",
       .summary = "Build the image that nodes run.",
       .description =
           "Prints the image's reference. An image that is there already, of "
           "the same recipe, is not built again. minidcos-provision and "
           "minidcos-create build what they need by themselves; this does it "
           "ahead of time, with the same flags.",
       .flags = minidcos::Flags(),
       .examples = {"minidcos build-image",
                    "minidcos build-image --linux-distribution debian-13 "
                    "--no-cache"},
       .json_output = true},
      minidcos::Run);
}
