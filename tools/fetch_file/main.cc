#include <memory>
#include <string>

#include "absl/status/status.h"
#include "common/cli/app.h"
#include "common/cluster/cluster.h"
#include "common/cluster/open_cluster.h"
#include "common/docker/client.h"
#include "common/docker/engine_client.h"
#include "common/node/fetch_file.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

std::string reference = "master_0";
FetchOptions options;

absl::Status Run(App& app) {
  options.progress = &app.progress();
  ASSIGN_OR_RETURN(const std::unique_ptr<DockerClient> docker,
                   ConnectToEngine(app.engine()));
  ASSIGN_OR_RETURN(
      const Cluster cluster,
      OpenCluster(app.ctx(), *docker, app.cluster_id(), app.transport()));
  ASSIGN_OR_RETURN(const Node node, FindNode(cluster, reference));
  return node.DownloadFile(app.ctx(), app.args()[0], app.args()[1], options);
}

}  // namespace
}  // namespace minidcos

int main(int argc, char** argv) {
  using minidcos::options;
  return minidcos::RunTool(
      argc, argv,
      {.name = "minidcos-fetch-file",
       .summary = "Fetch a file or folder from a node.",
       .usage = "SRC DST",
       .min_args = 2,
       .max_args = 2,
       .description =
           "SRC is an absolute path on the node, followed if it is a symbolic "
           "link; links in a folder stay links. DST is of this machine and is "
           "taken as cp takes it: an existing folder, or a path that ends in "
           "'/', gets SRC into it. Missing folders are made.\n"
           "\n"
           "What is there already is not overwritten, unless --force says so. "
           "Permissions and times are kept, the owner is you; sockets, fifos "
           "and devices are left out. SRC gets its name here once all of it is "
           "there. The node must run.",
       .flags = {{"Which and how",
                  {{.name = "node",
                    .target = &minidcos::reference,
                    .value = "REF",
                    .help = "from which node: a reference such as agent_1, a "
                            "container's name or id, an IP address"},
                   {.name = "force",
                    .target = &options.force,
                    .help = "overwrite files that are there; what is in a "
                            "folder comes into the folder that is there"}}}},
       .examples = {"minidcos fetch-file /var/log/app.log .",
                    "minidcos fetch-file --node agent_1 /etc/docker conf/"}},
      minidcos::Run);
}
