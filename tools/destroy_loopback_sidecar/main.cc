#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/sidecar/sidecar.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

absl::Status Run(App& app) {
  const std::string& name = app.args()[0];
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  RETURN_IF_ERROR(DestroySidecar(app.ctx(), *docker, name));
  app.out() << name << '\n';
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-destroy-loopback-sidecar",
       .summary = "Remove a loopback sidecar and its device.",
       .usage = "NAME",
       .min_args = 1,
       .max_args = 1,
       .description =
           "Prints the name once it is gone. What was on the device is lost. "
           "Unmount it first: a device that is mounted still stays until that "
           "ends.",
       .examples = {"minidcos destroy-loopback-sidecar disk"}},
      minidcos::Run);
}
