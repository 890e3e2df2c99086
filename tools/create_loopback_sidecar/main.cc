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

SidecarOptions options;

absl::Status Run(App& app) {
  options.name = app.args()[0];
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(
      const std::string device,
      CreateSidecar({app.ctx(), app.cleanup_ctx(), *docker, app.progress()},
                    options));
  app.out() << device << '\n';
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-create-loopback-sidecar",
       .summary = "Make a block device that nodes can use.",
       .usage = "NAME",
       .min_args = 1,
       .max_args = 1,
       .description =
           "Prints the device's path, such as /dev/loop3. It is an unformatted "
           "loop device of the engine's machine on a sparse file in a small "
           "container, which holds it: with the container the device goes.\n\n"
           "Every container that may use devices, as all nodes may, can read "
           "and write it: let one of them. A node that has no file for it in "
           "/dev gets one with 'mknod /dev/loopN b 7 N'.",
       .flags = {{"The device",
                  {{.name = "size",
                    .target = &options.size_mib,
                    .value = "MIB",
                    .help = "its size in MiB, at least 1"}}}},
       .examples = {"minidcos create-loopback-sidecar --size 1024 disk"}},
      minidcos::Run);
}
