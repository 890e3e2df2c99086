#include <memory>
#include <ostream>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/cli/app.h"
#include "common/cluster/clean.h"
#include "common/cluster/image/remove_images.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

bool with_images = false;

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  const auto removed = [&app](absl::string_view thing) {
    app.out() << thing << '\n' << std::flush;
  };
  absl::Status status = Clean(app.ctx(), *docker, app.progress(), removed);
  if (with_images) {
    status.Update(RemoveImages(app.ctx(), *docker, app.progress(), removed));
  }
  return status;
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-clean",
       .summary = "Remove all clusters, and what killed tools have left.",
       .description =
           "Removes every container, volume and network that carries a label "
           "of "
           "minidcos or of DC/OS E2E's clusters, the containers of installers "
           "that were run for them, and the workspace folders on this machine. "
           "Clusters that run go too, with no question asked. The images that "
           "minidcos has built stay, but for --images. "
           "Prints a line for each thing that is gone.",
       .flags = {{"What to remove",
                  {{.name = "images",
                    .target = &minidcos::with_images,
                    .help = "the node images, and what they are based on, as "
                            "well"}}}},
       .examples = {"minidcos clean", "minidcos clean --images"}},
      minidcos::Run);
}
