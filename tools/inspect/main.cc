#include <memory>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/inspect/inspect.h"

namespace minidcos {
namespace {

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine());
  return InspectCluster(app.ctx(), *docker, app.cluster_id(), app.out());
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-inspect",
       .summary = "Show the nodes of a cluster, as JSON.",
       .description =
           "The keys are those of DC/OS E2E's inspect. e2e_reference is what "
           "--node of other tools takes.",
       .examples = {"minidcos inspect",
                    "minidcos inspect | jq -r '.Nodes.masters[].ip_address'"}},
      minidcos::Run);
}
