#include <memory>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/list/list.h"

namespace minidcos {
namespace {

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine());
  return ListClusters(app.ctx(), *docker, app.out());
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-list",
       .summary = "List all clusters.",
       .description =
           "Prints one cluster id a line, sorted. Stopped clusters count; one "
           "that is still being created, or was left half-made, is left out.",
       .examples = {"minidcos list", "minidcos list | xargs minidcos destroy"}},
      minidcos::Run);
}
