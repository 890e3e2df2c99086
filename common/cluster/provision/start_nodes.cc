#include "common/cluster/provision/start_nodes.h"

#include <atomic>
#include <functional>
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
#include "common/cluster/node_keys.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/boot.h"
#include "common/cluster/provision/container_plan.h"
#include "common/cluster/provision/introduce_nodes.h"
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
        ctx_(operation.ctx.WithCancellation(failed_)),
        introducer_(operation, nodes.creation),
        ids_(nodes.plans.size()),
        is_introduced_(nodes.plans.size()) {}

  absl::Status Run() {
    RETURN_IF_ERROR(ForEach([this](int i) { return StartOne(i); }));
    return ForEach([this](int i) { return Introduce(i); });
  }

 private:
  absl::Status ForEach(const std::function<absl::Status(int)>& act) {
    return FirstError(
        ForEachParallel(count(), nodes_.at_once, [this, &act](int i) {
          const absl::Status status = act(i);
          if (!status.ok()) failed_.Cancel();
          return Annotate(NotOfTheArguments(status),
                          absl::StrCat("node '", nodes_.plans[i].name, "'"));
        }));
  }

  absl::Status StartOne(int i) {
    RETURN_IF_ERROR(ctx_.Check());
    std::string& id = ids_[i];
    if (i == 0) {
      id = nodes_.first_container_id;
    } else {
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
    if (++started_ == count() && !nodes_.names_folder.empty()) {
      RETURN_IF_ERROR(introducer_.Publish(nodes_.names_folder));
    }
    ASSIGN_OR_RETURN(const BootReport report,
                     WaitForBoot(ctx_.WithTimeout(kBootTimeout), *console));
    if (!report.failed_units.empty()) {
      operation_.progress.Warn(
          absl::StrCat("node '", nodes_.plans[i].name, "' is ", report.state,
                       ": ", absl::StrJoin(report.failed_units, ", ")));
    }
    step_.Update(absl::StrCat(++ready_, " of ", count(), " ready"));
    // While others boot, which costs less time than to wait for all.
    return started_ == count() ? Introduce(i) : absl::OkStatus();
  }

  // Tells node `i`, which is ready, of the others, if nobody has. All have been
  // started.
  absl::Status Introduce(int i) {
    if (nodes_.creation.empty() || !nodes_.names_folder.empty() ||
        is_introduced_[i] != 0) {
      return absl::OkStatus();
    }
    is_introduced_[i] = 1;
    return introducer_.Introduce(ctx_, ids_[i]);
  }

  int count() const { return static_cast<int>(nodes_.plans.size()); }

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
  Introducer introducer_;
  // By node; each is one thread's at a time.
  std::vector<std::string> ids_;
  std::vector<char> is_introduced_;
  std::atomic<int> started_ = 0;
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
