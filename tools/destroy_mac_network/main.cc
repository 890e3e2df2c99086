#include <memory>
#include <ostream>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "common/vpn/mac_network.h"

namespace minidcos {
namespace {

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(const bool was_there, DestroyMacNetwork(app.ctx(), *docker));
  app.out() << (was_there ? "The macOS network has been removed.\n"
                          : "There was no macOS network.\n")
            << "Its profile, docker-for-mac unless it was given another name, "
               "may still be in your\nVPN client, and its file on the disk: "
               "remove them there.\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-destroy-mac-network",
       .summary = "Remove what setup-mac-network has made on the engine.",
       .description =
           "The profile stays in the VPN client, and its file on the disk. "
           "That there is no macOS network is no error.",
       .examples = {"minidcos destroy-mac-network"}},
      minidcos::Run);
}
