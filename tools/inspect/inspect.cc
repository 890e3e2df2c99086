#include "tools/inspect/inspect.h"

#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/base/parallel.h"
#include "common/cli/text.h"
#include "common/cluster/cluster.h"
#include "common/cluster/cluster_environment.h"
#include "common/cluster/cluster_state.h"
#include "common/cluster/image/image_labels.h"
#include "common/dcos/version.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"
#include "tools/inspect/inspect.pb.h"
#include "tools/inspect/inspect_node.h"

namespace minidcos {
namespace {

constexpr int kAtOnce = 8;

// DC/OS E2E's words for them.
constexpr char kOpen[] = "DCOSVariant.OSS";
constexpr char kEnterprise[] = "DCOSVariant.ENTERPRISE";
constexpr char kNone[] = "None";

struct EngineAnswers {
  docker::VersionResponse version;
  ClusterState state;
  // Of the cluster's nodes, in their order.
  std::vector<docker::ContainerDetails> containers;
};

absl::Status AskAtOnce(
    const std::vector<std::function<absl::Status()>>& questions) {
  return FirstError(
      ForEachParallel(static_cast<int>(questions.size()), kAtOnce,
                      [&questions](int i) { return questions[i](); }));
}

absl::StatusOr<EngineAnswers> AskEngine(const Context& ctx,
                                        DockerClient& docker,
                                        const Cluster& cluster,
                                        const std::vector<Node>& nodes) {
  EngineAnswers answers;
  answers.containers.resize(nodes.size());
  std::vector<std::function<absl::Status()>> questions = {
      [&]() -> absl::Status {
        ASSIGN_OR_RETURN(answers.version, docker.Version(ctx));
        return absl::OkStatus();
      },
      [&]() -> absl::Status {
        ASSIGN_OR_RETURN(answers.state, FindClusterState(ctx, docker, cluster));
        return absl::OkStatus();
      }};
  for (size_t i = 0; i < nodes.size(); ++i) {
    questions.push_back([&, i]() -> absl::Status {
      ASSIGN_OR_RETURN(answers.containers[i],
                       docker.InspectContainer(ctx, nodes[i].container_id()));
      return absl::OkStatus();
    });
  }
  RETURN_IF_ERROR(AskAtOnce(questions));
  return answers;
}

absl::Status ReportDcos(const Context& ctx, const Cluster& cluster,
                        InspectReport& report) {
  const absl::StatusOr<DcosBuildInfo> info =
      FindBuildInfo(ctx, cluster.masters);
  if (info.ok()) {
    report.set_variant(info->variant == "enterprise" ? kEnterprise : kOpen);
    report.set_version(info->version);
    report.set_commit(info->image_commit);
    return absl::OkStatus();
  }
  // Not installed, or nobody answers: then nobody can tell.
  const bool untold = absl::IsFailedPrecondition(info.status()) ||
                      absl::IsDeadlineExceeded(info.status());
  return untold ? absl::OkStatus() : info.status();
}

// What the docker command on `node`, which asks no engine for this, says that
// it is; empty if it says nothing.
std::string DockerVersion(const Context& ctx, const Node& node) {
  static const RE2& version = *new RE2("Docker version ([^\\s,]+)");
  const absl::StatusOr<CommandResult> result =
      node.Run(ctx, {.argv = {"docker", "--version"}});
  std::string found;
  if (result.ok()) RE2::PartialMatch(result->stdout_text, version, &found);
  return found;
}

// By image: of one that tells it by a label, or of which a node runs.
std::map<std::string, std::string> DockerVersions(
    const Context& ctx, const std::vector<Node>& nodes,
    const std::vector<docker::ContainerDetails>& containers) {
  std::map<std::string, std::string> versions;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const docker::ContainerConfig& config = containers[i].config();
    // A container inherits its image's labels.
    const auto label = config.labels().find(kImageDockerVersionLabel);
    if (label != config.labels().end()) {
      versions[config.image()] = label->second;
    } else if (nodes[i].state() == "running" &&
               versions.count(config.image()) == 0) {
      versions[config.image()] = DockerVersion(ctx, nodes[i]);
    }
  }
  return versions;
}

InspectedNode& AddNode(NodeRole role, InspectedNodes& nodes) {
  switch (role) {
    case NodeRole::kMaster:
      return *nodes.add_masters();
    case NodeRole::kAgent:
      return *nodes.add_agents();
    case NodeRole::kPublicAgent:
      break;
  }
  return *nodes.add_public_agents();
}

}  // namespace

absl::StatusOr<InspectReport> InspectCluster(const Context& ctx,
                                             DockerClient& docker,
                                             const std::string& cluster_id,
                                             absl::Duration patience) {
  ASSIGN_OR_RETURN(const Cluster cluster, FindCluster(ctx, docker, cluster_id));
  const std::vector<Node> nodes = cluster.nodes();
  ASSIGN_OR_RETURN(const EngineAnswers answers,
                   AskEngine(ctx, docker, cluster, nodes));
  InspectReport report;
  report.set_variant(kNone);
  std::map<std::string, std::string> docker_versions;
  // A node that may still be booting is not to be disturbed.
  if (answers.state != ClusterState::kCreating) {
    const Context limit = ctx.WithTimeout(patience);
    RETURN_IF_ERROR(AskAtOnce(
        {[&] { return ReportDcos(limit, cluster, report); },
         [&] {
           docker_versions = DockerVersions(limit, nodes, answers.containers);
           return absl::OkStatus();
         }}));
    RETURN_IF_ERROR(ctx.Check());
  }
  report.set_cluster_id(cluster.id);
  report.set_created(UtcTime(cluster.created));
  if (cluster.expires < absl::InfiniteFuture()) {
    report.set_expires(UtcTime(cluster.expires));
  }
  report.set_engine_version(answers.version.version());
  report.set_state(std::string(ClusterStateName(answers.state)));
  report.set_web_ui(WebUi(cluster));
  report.set_workspace(cluster.workspace);
  for (size_t i = 0; i < nodes.size(); ++i) {
    InspectedNode& node = AddNode(nodes[i].role(), *report.mutable_nodes());
    node = InspectNode(nodes[i], answers.containers[i]);
    node.set_docker_version(docker_versions[node.image()]);
  }
  return report;
}

absl::Status WriteJson(const InspectReport& report, std::ostream& out) {
  ASSIGN_OR_RETURN(const std::string json, ToPrettyJson(report));
  out << json;
  return absl::OkStatus();
}

}  // namespace minidcos
