#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "common/cli/app.h"
#include "common/cluster/cluster.h"
#include "common/cluster/ssh_config.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/status/status_macros.h"
#include "tools/inspect/inspect.h"
#include "tools/inspect/inspect.pb.h"
#include "tools/inspect/inspect_env.h"
#include "tools/inspect/inspect_text.h"

namespace minidcos {
namespace {

struct Flags {
  std::string output;
  bool env = false;
  bool ssh_config = false;
} flags;

absl::Status Run(App& app) {
  if (flags.env + flags.ssh_config + !flags.output.empty() > 1) {
    return absl::InvalidArgumentError(
        "--env, --ssh-config and --output exclude each other");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  if (flags.ssh_config || flags.env) {
    ASSIGN_OR_RETURN(const Cluster cluster,
                     FindCluster(app.ctx(), *docker, app.cluster_id()));
    if (flags.env) return WriteEnv(cluster, app.out());
    return WriteSshConfig(app.ctx(), *docker, cluster, app.progress(),
                          app.out());
  }
  ASSIGN_OR_RETURN(const InspectReport report,
                   InspectCluster(app.ctx(), *docker, app.cluster_id()));
  if (flags.output != "text") return WriteJson(report, app.out());
  WriteText(report, absl::Now(), app.out());
  return absl::OkStatus();
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::flags;
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-inspect",
       .summary = "Show a cluster and its nodes.",
       .description =
           "Prints JSON: the keys of DC/OS E2E's inspect, and more. "
           "e2e_reference is what --node of other tools takes. Of a node that "
           "is stopped, ip_address is empty.\n"
           "\n"
           "The lines of --env are for a shell and for make alike: no value is "
           "quoted. Hosts are the addresses of the nodes that run, joined by "
           "commas.",
       .flags = {{"What to print",
                  {{.name = "output",
                    .target = &flags.output,
                    .value = "FORMAT",
                    .help = "JSON, as without this flag, or a table for people",
                    .choices = {"json", "text"}},
                   {.name = "env",
                    .target = &flags.env,
                    .help = "instead, export lines: MINIDCOS_CLUSTER_ID, "
                            "MASTER_HOSTS, SLAVE_HOSTS, PUBLIC_SLAVE_HOSTS, "
                            "DCOS_URL"},
                   {.name = "ssh-config",
                    .target = &flags.ssh_config,
                    .help = "instead, an ssh_config by which ssh, scp, rsync "
                            "and editors know the nodes that run, as master_0, "
                            "ID.master_0 or by the container's name"}}}},
       .examples = {"minidcos inspect --output=text",
                    "minidcos inspect | jq -r '.Nodes.masters[].ip_address'",
                    "eval \"$(minidcos inspect --env)\"",
                    "ssh -F <(minidcos inspect --ssh-config) master_0"}},
      minidcos::Run);
}
