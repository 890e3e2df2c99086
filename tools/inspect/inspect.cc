#include "tools/inspect/inspect.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/cluster/cluster.h"
#include "common/cluster/workspace.h"
#include "common/dcos/version.h"
#include "common/docker/client.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

// DC/OS E2E's words for them.
constexpr char kOpen[] = "DCOSVariant.OSS";
constexpr char kEnterprise[] = "DCOSVariant.ENTERPRISE";
constexpr char kNone[] = "None";

void Report(const Cluster& cluster, const std::vector<Node>& nodes,
            google::protobuf::RepeatedPtrField<InspectedNode>& reports) {
  for (const Node& node : nodes) {
    InspectedNode& report = *reports.Add();
    report.set_docker_container_id(node.container_id());
    report.set_docker_container_name(node.container_name());
    report.set_e2e_reference(node.reference());
    report.set_ip_address(node.ip_address());
    report.set_ssh_key(Workspace{cluster.workspace}.ssh_key());
    report.set_ssh_user("root");
  }
}

absl::StatusOr<std::string> Variant(const Context& ctx,
                                    const Cluster& cluster) {
  for (const Node& master : cluster.masters) {
    const absl::StatusOr<DcosBuildInfo> info = BuildInfo(ctx, master);
    if (info.ok()) return info->variant == "enterprise" ? kEnterprise : kOpen;
    // Not installed, or not running: nobody can tell.
    if (!absl::IsFailedPrecondition(info.status())) return info.status();
  }
  return kNone;
}

}  // namespace

absl::Status InspectCluster(const Context& ctx, DockerClient& docker,
                            const std::string& cluster_id, std::ostream& out) {
  ASSIGN_OR_RETURN(const Cluster cluster, FindCluster(ctx, docker, cluster_id));
  InspectReport report;
  report.set_cluster_id(cluster.id);
  ASSIGN_OR_RETURN(*report.mutable_variant(), Variant(ctx, cluster));
  Report(cluster, cluster.agents, *report.mutable_nodes()->mutable_agents());
  Report(cluster, cluster.masters, *report.mutable_nodes()->mutable_masters());
  Report(cluster, cluster.public_agents,
         *report.mutable_nodes()->mutable_public_agents());
  if (!cluster.masters.empty() &&
      !cluster.masters.front().ip_address().empty()) {
    report.set_web_ui(
        absl::StrCat("http://", cluster.masters.front().ip_address()));
  }
  ASSIGN_OR_RETURN(const std::string json, ToPrettyJson(report));
  out << json;
  return absl::OkStatus();
}

}  // namespace minidcos
