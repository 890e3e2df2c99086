#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/cli/app.h"
#include "common/cli/input.h"
#include "common/cluster/destroy_clusters.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

bool ignore_missing = false;

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  std::vector<std::string> ids = {app.cluster_id()};
  if (!app.args().empty()) {
    ASSIGN_OR_RETURN(ids, ExpandDash(app.ctx(), app.args()));
  }
  return DestroyClusters(
      app.ctx(), *docker, ids,
      ignore_missing ? MissingCluster::kIsAWarning : MissingCluster::kIsAnError,
      app.progress(), [&app](absl::string_view id) {
        app.out() << id << '\n' << std::flush;
      });
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-destroy",
       .summary = "Destroy clusters.",
       .usage = "[ID...]",
       .max_args = minidcos::kAnyNumber,
       .description =
           "Removes the containers and volumes of each cluster, running or "
           "not, "
           "and its workspace folder, and prints its id when it is gone. The "
           "id "
           "'-' stands for ids read from standard input; without an id the "
           "cluster of --cluster-id is meant. An unknown id does not stop the "
           "others.",
       .flags = {{"What to do",
                  {{.name = "ignore-missing",
                    .target = &minidcos::ignore_missing,
                    .help = "an unknown id is only a warning"}}}},
       .examples = {"minidcos destroy", "minidcos destroy one two",
                    "minidcos list | minidcos destroy -"}},
      minidcos::Run);
}
