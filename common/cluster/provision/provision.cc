#include "common/cluster/provision/provision.h"

#include <cstdlib>
#include <functional>
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
#include "common/cluster/image/node_image.h"
#include "common/cluster/image/user_image.h"
#include "common/cluster/labels.h"
#include "common/cluster/lease/lease.h"
#include "common/cluster/lease/lease_files.h"
#include "common/cluster/node_keys.h"
#include "common/cluster/node_transport.h"
#include "common/cluster/operation.h"
#include "common/cluster/options/docker_backend.h"
#include "common/cluster/options/node_network.h"
#include "common/cluster/options/proxy_environment.h"
#include "common/cluster/options/storage_driver.h"
#include "common/cluster/provision/check_engine.h"
#include "common/cluster/provision/claim.h"
#include "common/cluster/provision/container_plan.h"
#include "common/cluster/provision/introduce_nodes.h"
#include "common/cluster/provision/keep_or_undo.h"
#include "common/cluster/provision/mark_complete.h"
#include "common/cluster/provision/privileges.h"
#include "common/cluster/provision/start_nodes.h"
#include "common/cluster/provision/undo.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

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

 private:
  bool serve_is_shared() const { return !input_.serve_folder.empty(); }

  absl::Status Start() {
    ASSIGN_OR_RETURN(NodesToStart nodes, Claim());
    nodes.workspace = creation_.workspace;
    nodes.at_once = input_.options.parallelism;
    nodes.authorized_key = user_key_.public_key;
    // A network of their own has fixed addresses, which the plan tells them.
    const bool know_each_other =
        input_.network.has_value() && input_.network->is_new();
    if (!know_each_other) nodes.creation = input_.creation;
    if (!know_each_other && CanAwaitNames()) AwaitNames(nodes);
    return StartNodes(operation_, nodes);
  }

  // Whether nodes can be told of each other through a file. They wait for it,
  // and it comes once all have been started. An image of the user's may be
  // built on an older one of ours, which does not look for it.
  bool CanAwaitNames() const {
    return serve_is_shared() && input_.options.backend.image.empty() &&
           input_.options.nodes() > 1 &&
           input_.options.nodes() <= input_.options.parallelism;
  }

  void AwaitNames(NodesToStart& nodes) const {
    nodes.names_folder = input_.serve_folder;
    for (NodePlan& plan : nodes.plans) {
      plan.files.push_back({kAwaitsNamesPath, ""});
    }
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
    if (IsRefusedBind(id.status())) {  // of a mount that the user asks for
      return WithCode(id.status(), absl::StatusCode::kNotFound);
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
    RETURN_IF_ERROR(WarnOfNoLease(nodes.first_container_id));
    RETURN_IF_ERROR(CheckClaim(operation_, creation_));
    return nodes;
  }

  // An image of the user's may be built on one of ours that knows no lease.
  absl::Status WarnOfNoLease(const std::string& container) const {
    if (operation_.lease == nullptr || input_.options.backend.image.empty()) {
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(
        const bool has_it,
        operation_.docker.PathExists(operation_.ctx, container, kLeaseProgram));
    if (!has_it) {
      operation_.progress.Warn(absl::StrCat(
          "the image '", input_.options.backend.image,
          "' knows no lease: if we are killed, its nodes stay until 'minidcos "
          "clean --stale'; build it on what 'minidcos build-image' prints"));
    }
    return absl::OkStatus();
  }

  const Operation& operation_;
  PlanInput input_;
  const Creation& creation_;
  KeyPair user_key_;
};

// The reference of the image that nodes are to run.
absl::StatusOr<std::string> FindImage(const Operation& operation,
                                      const DockerBackend& backend) {
  if (!backend.image.empty()) {
    RETURN_IF_ERROR(EnsureUserImage(operation.ctx, operation.docker,
                                    backend.image, operation.progress));
    return backend.image;
  }
  NodeImageOptions options;
  options.image = ImageOptionsOf(backend);
  if (backend.pass_proxies) options.proxies = ProxyVariables(std::getenv);
  ASSIGN_OR_RETURN(const NodeImage image,
                   EnsureNodeImage(operation.ctx, operation.docker, options,
                                   operation.progress));
  return image.reference;
}

// What can be told before anything is made: the create requests' input.
absl::StatusOr<PlanInput> Prepare(const Operation& operation,
                                  const ClusterOptions& options) {
  PlanInput input;
  input.options = options;
  RETURN_IF_ERROR(CheckClusterOptions(options));
  ASSIGN_OR_RETURN(input.api_version, CheckEngine(operation, options));
  ASSIGN_OR_RETURN(input.storage_driver,
                   FindStorageDriver(operation.ctx, operation.docker,
                                     options.backend.storage_driver));
  ASSIGN_OR_RETURN(const NetworkChoice network,
                   ParseNetworkChoice(options.backend.network));
  if (!network.existing.empty()) {
    ASSIGN_OR_RETURN(
        input.network,
        FindNodeNetwork(operation.ctx, operation.docker, network.existing));
  }
  ASSIGN_OR_RETURN(input.image, FindImage(operation, options.backend));
  input.creation = RandomHex(32);
  input.creator = ThisProcess();
  if (operation.lease != nullptr) input.owner = input.creator;
  const absl::Time now = absl::Now();
  input.created = absl::FormatTime(absl::RFC3339_sec, now, absl::UTCTimeZone());
  if (options.backend.ttl < absl::InfiniteDuration()) {
    input.expires = absl::FormatTime(
        absl::RFC3339_sec, now + options.backend.ttl, absl::UTCTimeZone());
  }
  return input;
}

// What is made for the cluster's network, if it is to have one of its own.
absl::Status MakeNetwork(const Operation& operation, PlanInput& input) {
  ASSIGN_OR_RETURN(const NetworkChoice choice,
                   ParseNetworkChoice(input.options.backend.network));
  if (!choice.make) return absl::OkStatus();
  docker::CreateNetworkRequest request;
  request.set_name(absl::StrCat(input.options.backend.container_name_prefix,
                                "-", input.options.id));
  AddOriginLabels(input, *request.mutable_labels());
  ASSIGN_OR_RETURN(
      input.network,
      MakeNodeNetwork(operation.cleanup_ctx, operation.docker,
                      std::move(request), choice, input.options.nodes()));
  return absl::OkStatus();
}

// The proxies that nodes are to use; not for what is on their own machine or
// network.
absl::Status FindProxies(const Operation& operation, PlanInput& input) {
  if (!input.options.backend.pass_proxies) return absl::OkStatus();
  input.proxies = ProxyVariables(std::getenv);
  if (input.proxies.empty()) return absl::OkStatus();
  std::vector<std::string> exempt = {"localhost", "127.0.0.1"};
  for (const NodePlan& plan : PlanNodes(input)) {
    exempt.push_back(plan.request.hostname());
  }
  ASSIGN_OR_RETURN(const NodeNetwork bridge,
                   FindNodeNetwork(operation.ctx, operation.docker, "bridge"));
  for (const NodeNetwork& network : {bridge, input.network.value_or(bridge)}) {
    exempt.insert(exempt.end(), network.subnets.begin(), network.subnets.end());
  }
  ExemptFromProxies(exempt, input.proxies);
  return absl::OkStatus();
}

absl::Status Make(const Operation& operation, PlanInput input,
                  const Creation& creation,
                  const std::function<absl::Status(const Cluster&)>& finish) {
  if (operation.lease != nullptr) {
    RETURN_IF_ERROR(operation.lease->Begin(operation.docker, creation.word,
                                           creation.workspace));
  }
  RETURN_IF_ERROR(MakeNetwork(operation, input));
  RETURN_IF_ERROR(FindProxies(operation, input));
  Provisioning provisioning(operation, std::move(input), creation);
  RETURN_IF_ERROR(provisioning.Run());
  ASSIGN_OR_RETURN(Cluster cluster,
                   FindCreated(operation.ctx, operation.docker, creation.word));
  RETURN_IF_ERROR(UseTransport(operation.docker, "", cluster));
  if (finish) RETURN_IF_ERROR(finish(cluster));
  RETURN_IF_ERROR(CheckClaim(operation, creation));
  return MarkComplete(operation.ctx, operation.docker, cluster);
}

}  // namespace

absl::Status ProvisionCluster(
    const Operation& operation, const ClusterOptions& options,
    const std::function<absl::Status(const Cluster&)>& finish,
    const std::function<void(const Cluster&)>& on_failure) {
  ASSIGN_OR_RETURN(const PlanInput input, Prepare(operation, options));
  Creation creation;
  creation.cluster_id = options.id;
  creation.word = input.creation;
  creation.image = input.image;
  ASSIGN_OR_RETURN(creation.workspace,
                   MakeWorkspace(options.backend.workspace_dir, options.id,
                                 operation.docker.host(), input.image));
  const absl::Status made = Make(operation, input, creation, finish);
  if (made.ok()) return absl::OkStatus();
  return KeepOrUndo(operation, options, creation, made, on_failure);
}

}  // namespace minidcos
