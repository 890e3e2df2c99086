#include "common/cluster/start_nodes.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/boot.h"
#include "common/cluster/container_plan.h"
#include "common/cluster/node_keys.h"
#include "common/cluster/operation.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::Duration kCreateTimeout = absl::Minutes(1);

class Starter {
 public:
  Starter(const Operation& operation, const NodesToStart& nodes,
          Progress::Step& step)
      : operation_(operation),
        nodes_(nodes),
        step_(step),
        failed_(operation.ctx),
        ctx_(operation.ctx.WithCancellation(failed_)) {}

  absl::Status Run() {
    return FirstError(ForEachParallel(
        static_cast<int>(nodes_.plans.size()), nodes_.at_once, [this](int i) {
          const absl::Status status = StartOne(i);
          if (!status.ok()) failed_.Cancel();
          return Annotate(NotOfTheArguments(status),
                          absl::StrCat("node '", nodes_.plans[i].name, "'"));
        }));
  }

 private:
  absl::Status StartOne(int i) {
    RETURN_IF_ERROR(ctx_.Check());
    std::string id = nodes_.first_container_id;
    if (i != 0) {
      ASSIGN_OR_RETURN(id, CreateNodeContainer(operation_, nodes_.plans[i]));
    }
    DockerClient& docker = operation_.docker;
    const std::string& network = nodes_.plans[i].connect_to;
    if (!network.empty()) {
      RETURN_IF_ERROR(docker.ConnectNetwork(ctx_, network, id));
    }
    ASSIGN_OR_RETURN(const std::string keys, MakeKeys(i));
    RETURN_IF_ERROR(docker.PutArchive(ctx_, id, "/", keys));
    ASSIGN_OR_RETURN(const std::unique_ptr<EngineStream> console,
                     docker.AttachContainer(ctx_, id, {.tty = true}));
    RETURN_IF_ERROR(docker.StartContainer(ctx_, id));
    ASSIGN_OR_RETURN(const BootReport report,
                     WaitForBoot(ctx_.WithTimeout(kBootTimeout), *console));
    if (!report.failed_units.empty()) {
      operation_.progress.Warn(
          absl::StrCat("node '", nodes_.plans[i].name, "' is ", report.state,
                       ": ", absl::StrJoin(report.failed_units, ", ")));
    }
    step_.Update(absl::StrCat(++ready_, " of ", nodes_.plans.size(), " ready"));
    return absl::OkStatus();
  }

  // What goes into node `i`, as a tar.
  absl::StatusOr<std::string> MakeKeys(int i) {
    ASSIGN_OR_RETURN(
        const KeyPair host_key,
        MakeKeyPair(ctx_, absl::StrCat(nodes_.workspace.path, "/ssh/host-", i),
                    nodes_.plans[i].request.hostname()));
    return NodeKeysTar(host_key, nodes_.authorized_key, nodes_.plans[i].files);
  }

  const Operation& operation_;
  const NodesToStart& nodes_;
  Progress::Step& step_;
  Cancellation failed_;
  const Context ctx_;
  std::atomic<int> ready_ = 0;
};

}  // namespace

absl::StatusOr<std::string> CreateNodeContainer(const Operation& operation,
                                                const NodePlan& plan) {
  ASSIGN_OR_RETURN(const docker::CreateContainerResponse response,
                   operation.docker.CreateContainer(
                       operation.cleanup_ctx.WithTimeout(kCreateTimeout),
                       plan.name, plan.request));
  return response.id();
}

absl::Status StartNodes(const Operation& operation, const NodesToStart& nodes) {
  const std::unique_ptr<Progress::Step> step = operation.progress.Begin(
      absl::StrCat("Starting ", nodes.plans.size(),
                   nodes.plans.size() == 1 ? " node" : " nodes"));
  RETURN_IF_ERROR(Starter(operation, nodes, *step).Run());
  step->Done();
  return absl::OkStatus();
}

}  // namespace minidcos
