#include "common/dcos/install/install_cluster.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/provision.h"
#include "common/cluster/workspace.h"
#include "common/dcos/install/await_dcos.h"
#include "common/dcos/install/check_cluster.h"
#include "common/dcos/install/choose_site.h"
#include "common/dcos/install/copies.h"
#include "common/dcos/install/dcos_lock.h"
#include "common/dcos/install/dcos_options.h"
#include "common/dcos/install/dcos_plan.h"
#include "common/dcos/install/install.h"
#include "common/dcos/install/installer_site.h"
#include "common/dcos/install/installer_tasks.h"
#include "common/dcos/install/node_states.h"
#include "common/dcos/installer/run_installer.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

bool HasBegun(const NodeState& state) { return state.begun; }

// That the nodes which have DC/OS have what the installer at `site` installs.
absl::Status CheckVersions(const std::vector<NodeState>& states,
                           const Cluster& cluster, InstallerSite& site,
                           Progress& progress) {
  if (std::none_of(states.begin(), states.end(), HasBegun)) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string version, AskVersion(site, progress));
  for (const NodeState& state : states) {
    if (state.version.empty() || state.version == version) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("an installation of another version has been broken off (",
                     DescribeStates(cluster.nodes(), states),
                     "), and this installer has ", version));
  }
  return absl::OkStatus();
}

// Puts before the nodes what they install from, and returns the folder of each
// in which that is. `states` is that of each node.
absl::StatusOr<std::string> Generate(const Operation& operation,
                                     const DcosPlan& plan,
                                     const Cluster& cluster,
                                     const std::vector<NodeState>& states) {
  ASSIGN_OR_RETURN(const std::optional<Workspace> shared,
                   FindSharedWorkspace(operation, cluster));
  ASSIGN_OR_RETURN(const std::unique_ptr<InstallerSite> site,
                   ChooseSite(operation, plan.options.genconf_on,
                              plan.installer, cluster, shared));
  RETURN_IF_ERROR(site->Prepare());
  RETURN_IF_ERROR(CheckVersions(states, cluster, *site, operation.progress));
  RETURN_IF_ERROR(site->Configure(plan.config));
  const auto step = operation.progress.Begin(
      "Generating the DC/OS configuration " + site->where());
  RETURN_IF_ERROR(Genconf(*site, *step));
  step->Done();
  RETURN_IF_ERROR(site->Deliver());
  return site->serve();
}

// Installs on the nodes that have no DC/OS.
absl::Status Install(const Operation& operation, const DcosPlan& plan,
                     const Cluster& cluster,
                     const std::vector<NodeState>& states,
                     const std::string& serve) {
  RETURN_IF_ERROR(SendCopies(operation, plan.copies, cluster.masters));
  const std::vector<Node> all = cluster.nodes();
  std::vector<Node> bare;
  for (size_t i = 0; i < all.size(); ++i) {
    if (!states[i].begun) bare.push_back(all[i]);
  }
  return InstallDcos(operation.ctx, bare, serve, operation.progress);
}

absl::Status Refuse(const Cluster& cluster, const NodeState& state) {
  if (state.version.empty()) {
    return absl::AlreadyExistsError(
        absl::StrCat("DC/OS is being set up on ", NameOf(cluster), " already"));
  }
  return absl::AlreadyExistsError(
      absl::StrCat(NameOf(cluster), " has DC/OS ", state.version,
                   " already: 'minidcos upgrade' gives it another version"));
}

}  // namespace

absl::Status CheckPlanForNew(const Operation& operation, const DcosPlan& plan,
                             const std::string& workspace_dir) {
  if (plan.options.genconf_on != GenconfPlace::kHost) return absl::OkStatus();
  return CheckInstallerRun(operation.ctx, workspace_dir.empty()
                                              ? TemporaryDirectory()
                                              : workspace_dir);
}

absl::Status InstallOnNew(const Operation& operation, const DcosPlan& plan,
                          const Cluster& cluster) {
  const std::vector<NodeState> bare(cluster.nodes().size());
  ASSIGN_OR_RETURN(const std::string serve,
                   Generate(operation, plan, cluster, bare));
  RETURN_IF_ERROR(Install(operation, plan, cluster, bare, serve));
  return AwaitDcos(operation, plan, cluster);
}

absl::Status InstallOnCluster(const Operation& operation, const DcosPlan& plan,
                              const Cluster& cluster) {
  RETURN_IF_ERROR(CheckCluster(operation, cluster));
  ASSIGN_OR_RETURN(const DcosLock lock,
                   DcosLock::Acquire(operation.ctx, cluster.masters.front()));
  const std::vector<Node> nodes = cluster.nodes();
  ASSIGN_OR_RETURN(std::vector<NodeState> states,
                   LookAtNodes(operation.ctx, nodes));
  if (std::all_of(states.begin(), states.end(), HasBegun)) {
    return Refuse(cluster, states.front());
  }
  if (std::any_of(states.begin(), states.end(), HasBegun)) {
    operation.progress.Note(
        absl::StrCat("an installation that was broken off goes on: ",
                     DescribeStates(nodes, states)));
    ASSIGN_OR_RETURN(states,
                     AwaitSetup(operation.ctx, nodes, operation.progress));
  }
  ASSIGN_OR_RETURN(const std::string serve,
                   Generate(operation, plan, cluster, states));
  const absl::Status installed =
      Install(operation, plan, cluster, states, serve);
  if (!installed.ok()) NoteStates(operation, nodes);
  RETURN_IF_ERROR(installed);
  RETURN_IF_ERROR(AwaitDcos(operation, plan, cluster));
  NoteHowToWait(operation, plan, cluster.id);
  return absl::OkStatus();
}

}  // namespace minidcos
