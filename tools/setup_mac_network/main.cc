#include <cstdlib>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/cli/flags.h"
#include "common/cluster/options/proxy_environment.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "common/vpn/mac_network.h"
#include "common/vpn/profile_path.h"
#include "tools/image_flags.h"
#include "tools/setup_mac_network/setup_mac_network.h"

namespace minidcos {
namespace {

MacNetworkOptions options;
std::string destination = kDefaultProfile;
bool pass_proxies = true;

absl::Status Run(App& app) {
  const char* const home = std::getenv("HOME");
  ASSIGN_OR_RETURN(options.profile,
                   FindProfilePath(destination, home == nullptr ? "" : home));
  if (!options.force) {
    RETURN_IF_ERROR(CheckNoProfile(options.profile, app.out()));
  }
  if (pass_proxies) options.proxies = ProxyVariables(std::getenv);
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  RETURN_IF_ERROR(SetUpMacNetwork(
      {app.ctx(), app.cleanup_ctx(), *docker, app.progress()}, options));
  app.out() << MacNetworkInstructions(options.profile);
  return absl::OkStatus();
}

std::vector<FlagGroup> Flags() {
  FlagGroup image = {"Its image", SourceFlags(options.sources)};
  image.flags.push_back({.name = "proxy-env",
                         .target = &pass_proxies,
                         .help = "use $http_proxy and its like to build"});
  return {{"The network",
           {{.name = "configuration-dst",
             .target = &destination,
             .value = "FILE.ovpn",
             .help = "where the client's profile goes, a file or a folder"},
            {.name = "force",
             .target = &options.force,
             .help = "replace a profile and a network that are there"},
            {.name = "port",
             .target = &options.port,
             .value = "PORT",
             .help = "of 127.0.0.1, where the client connects"}}},
          image};
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-setup-mac-network",
       .summary = "Make nodes reachable from a Mac, by a VPN.",
       .description =
           "On macOS the engine is in a virtual machine, and nothing on the "
           "Mac can connect to the addresses of its containers. This starts a "
           "VPN server in a container, which starts again with the engine, "
           "writes the profile of a client for it, with fresh keys, and prints "
           "what is to be done with that.\n\n"
           "The client then reaches the networks on which clusters are at that "
           "time. For one that comes later, run 'docker network connect "
           "NETWORK minidcos-mac-network' and connect the client again.\n\n"
           "'minidcos clean' leaves it; 'minidcos destroy-mac-network' removes "
           "it.",
       .flags = minidcos::Flags(),
       .examples = {"minidcos setup-mac-network",
                    "minidcos setup-mac-network --force --configuration-dst "
                    "~/Desktop"}},
      minidcos::Run);
}
