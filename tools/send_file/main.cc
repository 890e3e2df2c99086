#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/cluster/cluster.h"
#include "common/cluster/open_cluster.h"
#include "common/cluster/select_nodes.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/node/node.h"
#include "common/node/send_file.h"
#include "common/status/status_macros.h"
#include "tools/node_flags.h"

namespace minidcos {
namespace {

NodeSelection selection;
SendOptions options;

absl::Status Run(App& app) {
  RETURN_IF_ERROR(CheckSelection(selection));
  options.progress = &app.progress();
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(
      const Cluster cluster,
      OpenCluster(app.ctx(), *docker, app.cluster_id(), app.transport()));
  ASSIGN_OR_RETURN(const std::vector<Node> nodes,
                   SelectNodes(cluster, selection));
  return SendFile(app.ctx(), nodes, app.args()[0], app.args()[1], options);
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-send-file",
       .summary = "Send a file or folder to nodes.",
       .usage = "SRC DST",
       .min_args = 2,
       .max_args = 2,
       .description =
           "SRC is of this machine; DST is an absolute path on each node and "
           "is "
           "taken as cp takes it: an existing folder, or a path that ends in "
           "'/', gets SRC into it. Missing folders are made. Without a flag it "
           "is the first master that gets it; several nodes get it at once.\n"
           "\n"
           "A file takes the place of a file; what is in a folder comes into a "
           "folder that is there. Permissions and times are kept; sockets, "
           "fifos and devices are left out. SRC gets its name on the node once "
           "all of it is there: nothing half is ever seen, and nothing is left "
           "of what was interrupted.",
       .flags = {{"Nodes", minidcos::NodeFlags(minidcos::selection)},
                 {"How",
                  {{.name = "links",
                    .target = &options.keep_links,
                    .help = "keep symbolic links; else what they lead to is "
                            "sent"},
                   {.name = "owner",
                    .target = &options.owner,
                    .value = "USER[:GROUP]",
                    .help = "whom it belongs to on the node, by names there or "
                            "by numbers; root without it"}}}},
       .examples = {"minidcos send-file app.jar /opt/app/",
                    "minidcos send-file --all --owner nobody build /srv/site"}},
      minidcos::Run);
}
