#include <memory>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/list/list.h"
#include "tools/list/list.pb.h"

namespace minidcos {
namespace {

bool is_long = false;

absl::Status Run(App& app) {
  if (is_long && app.json()) {
    return absl::InvalidArgumentError(
        "--long and --output=json exclude each other");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  if (!is_long && !app.json()) {
    return ListClusters(app.ctx(), *docker, app.out());
  }
  ASSIGN_OR_RETURN(const ListReport report,
                   DescribeClusters(app.ctx(), *docker));
  if (app.json()) return WriteJson(report, app.out());
  WriteTable(report, absl::Now(), app.out());
  return absl::OkStatus();
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
           "that is still being created, or was left half-made, is left out.\n"
           "\n"
           "With --long or --output=json those are shown too, as 'creating'. A "
           "size of 3+2+1 is 3 masters, 2 agents and 1 public agent.",
       .flags = {{"What to print",
                  {{.name = "long",
                    .target = &minidcos::is_long,
                    .help = "a table with age, size, state and DC/OS version",
                    .letter = 'l'}}}},
       .examples = {"minidcos list", "minidcos list | xargs minidcos destroy",
                    "minidcos list -l"},
       .json_output = true},
      minidcos::Run);
}
