#include <memory>
#include <ostream>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/cli/app.h"
#include "common/cluster/destroy_clusters.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  return DestroyClusters(app.ctx(), *docker, app.args(),
                         MissingCluster::kIsAWarning, app.progress(),
                         [&app](absl::string_view id) {
                           app.out() << id << '\n' << std::flush;
                         });
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-destroy-list",
       .summary = "Destroy the clusters that are named.",
       .usage = "[ID...]",
       .max_args = minidcos::kAnyNumber,
       .description =
           "As minidcos-destroy, for scripts: an unknown id is only a warning, "
           "and without an id nothing is done.",
       .examples = {"minidcos destroy-list one two",
                    "minidcos destroy-list $(minidcos list)"}},
      minidcos::Run);
}
