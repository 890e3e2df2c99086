#include "common/cluster/provision.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/process_id.h"
#include "common/base/random_id.h"
#include "common/cluster/cluster.h"
#include "common/cluster/container_plan.h"
#include "common/cluster/docker_backend.h"
#include "common/cluster/host_limits.h"
#include "common/cluster/image/node_image.h"
#include "common/cluster/mark_complete.h"
#include "common/cluster/node_keys.h"
#include "common/cluster/node_transport.h"
#include "common/cluster/operation.h"
#include "common/cluster/privileges.h"
#include "common/cluster/start_nodes.h"
#include "common/cluster/undo.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// Private cgroup namespaces came with it.
constexpr DockerClient::ApiVersion kLeastApiVersion = {1, 41};

absl::Status CheckApiVersion(DockerClient::ApiVersion version) {
  if (version >= kLeastApiVersion) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the engine speaks API ", version.major, ".", version.minor,
                   ": nodes need ", kLeastApiVersion.major, ".",
                   kLeastApiVersion.minor, " (Docker 20.10) or later"));
}

int NodeCount(const ClusterOptions& options) {
  return options.masters + options.agents + options.public_agents;
}

// Whether there is room for a new cluster of this id and size.
absl::Status CheckRoom(const Operation& operation,
                       const ClusterOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<Cluster> clusters,
                   FindClusters(operation.ctx, operation.docker));
  int running = 0;
  for (const Cluster& cluster : clusters) {
    if (cluster.id == options.id) {
      return absl::AlreadyExistsError(
          absl::StrCat("cluster '", options.id, "' already exists"));
    }
    for (const Node& node : cluster.nodes())
      running += node.state() == "running";
  }
  const std::optional<int> limit =
      InotifyInstanceLimit(operation.docker.host());
  if (!limit.has_value()) return absl::OkStatus();
  return CheckInotifyInstances(*limit, running, NodeCount(options));
}

// An engine on another machine has no such folder.
bool IsRefusedBind(const absl::Status& status) {
  return absl::StrContains(status.message(), "bind source path does not exist");
}

class Provisioning {
 public:
  Provisioning(const Operation& operation, PlanInput input,
               const Creation& creation)
      : operation_(operation), input_(std::move(input)), creation_(creation) {
    input_.workspace = creation.workspace.path;
    input_.serve_folder = creation.workspace.serve();
  }

  // Until the nodes are ready, with as much privilege as the engine grants.
  absl::Status Run() {
    ASSIGN_OR_RETURN(
        user_key_,
        MakeKeyPair(operation_.ctx, creation_.workspace.ssh_key(), "minidcos"));
    absl::Status status;
    for (const Privileges& privileges :
         PrivilegesToTry(operation_.docker.host())) {
      if (!status.ok()) {
        RETURN_IF_ERROR(RemoveCreated(operation_, input_.creation));
      }
      input_.privileges = privileges;
      status = Start();
      if (!IsRefusalOfPrivileges(status)) break;
    }
    return status;
  }

  bool serve_is_shared() const { return !input_.serve_folder.empty(); }

 private:
  absl::Status Start() {
    ASSIGN_OR_RETURN(NodesToStart nodes, Claim());
    nodes.workspace = creation_.workspace;
    nodes.authorized_key = user_key_.public_key;
    return StartNodes(operation_, nodes);
  }

  // Creates master-0, whose name is the claim on the cluster id.
  absl::StatusOr<NodesToStart> Claim() {
    NodesToStart nodes;
    nodes.plans = PlanNodes(input_);
    absl::StatusOr<std::string> id =
        CreateNodeContainer(operation_, nodes.plans[0]);
    if (IsRefusedBind(id.status()) && serve_is_shared()) {
      input_.serve_folder.clear();
      return Claim();
    }
    if (absl::IsAlreadyExists(id.status())) {
      return absl::AlreadyExistsError(
          absl::StrCat("cluster '", input_.options.id,
                       "' already exists: ", id.status().message()));
    }
    RETURN_IF_ERROR(
        Annotate(NotOfTheArguments(id.status()),
                 absl::StrCat("creating node '", nodes.plans[0].name, "'")));
    nodes.first_container_id = *std::move(id);
    return nodes;
  }

  const Operation& operation_;
  PlanInput input_;
  const Creation& creation_;
  KeyPair user_key_;
};

// What can be told before anything is made: the create requests' input.
absl::StatusOr<PlanInput> Prepare(const Operation& operation,
                                  const ClusterOptions& options) {
  PlanInput input;
  input.options = options;
  RETURN_IF_ERROR(CheckClusterOptions(options));
  ASSIGN_OR_RETURN(input.api_version,
                   operation.docker.NegotiatedVersion(operation.ctx));
  RETURN_IF_ERROR(CheckApiVersion(input.api_version));
  RETURN_IF_ERROR(CheckRoom(operation, options));
  ASSIGN_OR_RETURN(
      input.image,
      EnsureNodeImage(operation.ctx, operation.docker,
                      {.distribution = options.backend.linux_distribution},
                      operation.progress));
  input.creation = RandomHex(32);
  input.creator = ThisProcess();
  input.created =
      absl::FormatTime(absl::RFC3339_sec, absl::Now(), absl::UTCTimeZone());
  return input;
}

absl::Status Make(
    const Operation& operation, PlanInput input, const Creation& creation,
    const std::function<absl::Status(const NewCluster&)>& finish) {
  Provisioning provisioning(operation, std::move(input), creation);
  RETURN_IF_ERROR(provisioning.Run());
  NewCluster made;
  ASSIGN_OR_RETURN(made.cluster, FindCluster(operation.ctx, operation.docker,
                                             creation.cluster_id));
  RETURN_IF_ERROR(
      UseTransport(operation.ctx, operation.docker, "", made.cluster));
  made.creation = creation;
  made.serve_is_shared = provisioning.serve_is_shared();
  if (finish) RETURN_IF_ERROR(finish(made));
  return MarkComplete(operation.ctx, operation.docker, made.cluster);
}

}  // namespace

absl::Status ProvisionCluster(
    const Operation& operation, const ClusterOptions& options,
    const std::function<absl::Status(const NewCluster&)>& finish) {
  ASSIGN_OR_RETURN(const PlanInput input, Prepare(operation, options));
  Creation creation;
  creation.cluster_id = options.id;
  creation.word = input.creation;
  creation.image = input.image;
  ASSIGN_OR_RETURN(creation.workspace,
                   MakeWorkspace(options.backend.workspace_dir, options.id,
                                 operation.docker.host()));
  const absl::Status made = Make(operation, input, creation, finish);
  if (!made.ok()) return UndoBecause(operation, creation, made);
  return absl::OkStatus();
}

}  // namespace minidcos
