#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/sidecar/sidecar.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::Status Run(App& app) {
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(const std::vector<std::string> names,
                   ListSidecars(app.ctx(), *docker));
  for (const std::string& name : names) app.out() << name << '\n';
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-list-loopback-sidecars",
       .summary = "List all loopback sidecars.",
       .description =
           "Prints their names, one a line, sorted: those that have stopped, "
           "and those of DC/OS E2E, too.",
       .examples = {"minidcos list-loopback-sidecars"}},
      minidcos::Run);
}
