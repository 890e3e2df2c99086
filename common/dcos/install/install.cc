#include "common/dcos/install/install.h"

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/dcos/install/node_script.h"
#include "common/dcos/node_errors.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// What dcos_install.sh calls the roles.
absl::string_view InstallRole(NodeRole role) {
  switch (role) {
    case NodeRole::kMaster:
      return "master";
    case NodeRole::kAgent:
      return "slave";
    case NodeRole::kPublicAgent:
      return "slave_public";
  }
  return "";
}

}  // namespace

absl::Status InstallDcos(const Context& ctx, const std::vector<Node>& nodes,
                         const std::string& serve, Progress& progress) {
  const std::string all =
      absl::StrCat(nodes.size(), nodes.size() == 1 ? " node" : " nodes");
  const auto step = progress.Begin(absl::StrCat("Installing DC/OS on ", all));
  std::vector<Node> masters;
  std::vector<Node> agents;
  for (const Node& node : nodes) {
    (node.role() == NodeRole::kMaster ? masters : agents).push_back(node);
  }

  std::atomic<int> done = 0;
  for (const std::vector<Node>& group : {masters, agents}) {
    const std::vector<absl::Status> statuses = ForEachParallel(
        static_cast<int>(group.size()), kMaxParallelScripts, [&](int i) {
          const absl::Status status =
              RunNodeScript(ctx, group[i], serve + "/dcos_install.sh",
                            {"--no-block-dcos-setup",
                             std::string(InstallRole(group[i].role()))});
          if (status.ok()) {
            step->Update(absl::StrCat(++done, " of ", all));
          }
          return status;
        });
    RETURN_IF_ERROR(ctx.Check());
    RETURN_IF_ERROR(Annotate(JoinErrors(statuses), "installing DC/OS"));
  }
  step->Done();
  return absl::OkStatus();
}

}  // namespace minidcos
