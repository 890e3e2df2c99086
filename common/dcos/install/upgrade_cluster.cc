#include "common/dcos/install/upgrade_cluster.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/base/shell_quote.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/cluster/workspace.h"
#include "common/dcos/install/await_dcos.h"
#include "common/dcos/install/check_cluster.h"
#include "common/dcos/install/choose_site.h"
#include "common/dcos/install/dcos_lock.h"
#include "common/dcos/install/dcos_plan.h"
#include "common/dcos/install/installer_site.h"
#include "common/dcos/install/installer_tasks.h"
#include "common/dcos/install/node_script.h"
#include "common/dcos/install/node_states.h"
#include "common/dcos/installer/installer.h"
#include "common/dcos/node_errors.h"
#include "common/dcos/wait/node_checks.h"
#include "common/dcos/wait/poll_until.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// One answer that never comes must not use up all the time there is.
constexpr absl::Duration kChecksTimeout = absl::Minutes(2);
// For a master that was upgraded to be one again.
constexpr absl::Duration kMasterTimeout = absl::Minutes(15);

// That there is DC/OS on every node, of the installer's variant.
absl::Status CheckStates(const Cluster& cluster,
                         const std::vector<NodeState>& states,
                         const Installer& installer) {
  if (std::any_of(states.begin(), states.end(), [](const NodeState& state) {
        return state.begun && state.version.empty();
      })) {
    return absl::FailedPreconditionError(
        absl::StrCat("DC/OS is still being set up (",
                     DescribeStates(cluster.nodes(), states),
                     "): 'minidcos wait --cluster-id ", ShellQuote(cluster.id),
                     "' waits until it is ready"));
  }
  const std::vector<Node> nodes = cluster.nodes();
  const absl::string_view variant = DcosVariantName(installer.variant());
  for (size_t i = 0; i < nodes.size(); ++i) {
    const NodeState& state = states[i];
    if (state.version.empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat(nodes[i].reference(), ": DC/OS is not installed"));
    }
    // Before 1.11, nodes do not tell it.
    if (state.variant.empty() || state.variant == variant) continue;
    return absl::FailedPreconditionError(absl::StrCat(
        nodes[i].reference(), " has DC/OS in its ", state.variant,
        " variant, and '", installer.name(), "' is of the ", variant, " one"));
  }
  return absl::OkStatus();
}

// The version from which nodes are to be upgraded to `target`.
absl::StatusOr<std::string> InstalledVersion(
    const Cluster& cluster, const std::vector<NodeState>& states,
    const std::string& target) {
  std::string installed;
  for (const NodeState& state : states) {
    if (state.version == target) continue;
    if (!installed.empty() && state.version != installed) {
      return absl::FailedPreconditionError(
          absl::StrCat("no more than one version can be upgraded at a time: ",
                       DescribeStates(cluster.nodes(), states)));
    }
    installed = state.version;
  }
  if (!installed.empty()) return installed;
  return absl::FailedPreconditionError(
      absl::StrCat(NameOf(cluster), " has DC/OS ", target, " already"));
}

class Upgrade {
 public:
  Upgrade(const Operation& operation, const DcosPlan& plan,
          const Cluster& cluster, std::vector<NodeState> states)
      : operation_(operation),
        plan_(plan),
        cluster_(cluster),
        states_(std::move(states)) {}

  absl::Status Run() {
    RETURN_IF_ERROR(Generate());
    const absl::Status upgraded = UpgradeNodes();
    if (!upgraded.ok()) NoteStates(operation_, cluster_.nodes());
    return upgraded;
  }

 private:
  // Puts before the nodes what they upgrade from.
  absl::Status Generate() {
    ASSIGN_OR_RETURN(const std::optional<Workspace> shared,
                     FindSharedWorkspace(operation_, cluster_));
    ASSIGN_OR_RETURN(const std::unique_ptr<InstallerSite> site,
                     ChooseSite(operation_, plan_.options.genconf_on,
                                plan_.installer, cluster_, shared));
    RETURN_IF_ERROR(site->Prepare());
    ASSIGN_OR_RETURN(target_, AskVersion(*site, operation_.progress));
    ASSIGN_OR_RETURN(installed_, InstalledVersion(cluster_, states_, target_));
    RETURN_IF_ERROR(site->Configure(plan_.config));
    const auto step = operation_.progress.Begin(
        "Generating the DC/OS configuration " + site->where());
    ASSIGN_OR_RETURN(const std::string script,
                     GenerateUpgrade(*site, installed_, *step));
    script_ = site->serve() + script;
    step->Done();
    return site->Deliver();
  }

  absl::Status UpgradeNodes() {
    const auto step = operation_.progress.Begin(
        absl::StrCat("Upgrading DC/OS ", installed_, " -> ", target_));
    RETURN_IF_ERROR(UpgradeMasters(*step));
    RETURN_IF_ERROR(UpgradeAgents(*step));
    step->Done();
    return absl::OkStatus();
  }

  absl::Status UpgradeMasters(Progress::Step& step) {
    for (size_t i = 0; i < cluster_.masters.size(); ++i) {
      const Node& master = cluster_.masters[i];
      step.Update(master.reference());
      if (states_[i].version != target_) {
        RETURN_IF_ERROR(RunNodeScript(operation_.ctx, master, script_));
      }
      RETURN_IF_ERROR(AwaitChecks(master, step));
    }
    return absl::OkStatus();
  }

  absl::Status AwaitChecks(const Node& master, Progress::Step& step) {
    const Context ctx = operation_.ctx.WithTimeout(kMasterTimeout);
    return PollUntil(ctx, step, "the upgraded " + master.reference(), [&] {
      return RunNodeChecks(ctx.WithTimeout(kChecksTimeout), master);
    });
  }

  absl::Status UpgradeAgents(Progress::Step& step) {
    std::vector<Node> agents;
    const std::vector<Node> nodes = cluster_.nodes();
    for (size_t i = cluster_.masters.size(); i < nodes.size(); ++i) {
      if (states_[i].version != target_) agents.push_back(nodes[i]);
    }
    const int count = static_cast<int>(agents.size());
    if (count > 0)
      step.Update(
          absl::StrCat(count, count == 1 ? " agent" : " agents at once"));
    return JoinErrors(ForEachParallel(count, kMaxParallelScripts, [&](int i) {
      // DC/OS E2E does so: dcos-e2e, src/dcos_e2e/node.py.
      RETURN_IF_ERROR(
          agents[i]
              .MustRun(
                  operation_.ctx,
                  {.argv = {"rm", "-f", "/opt/mesosphere/lib/libltdl.so.7"}})
              .status());
      return RunNodeScript(operation_.ctx, agents[i], script_);
    }));
  }

  const Operation& operation_;
  const DcosPlan& plan_;
  const Cluster& cluster_;
  // Of each node, before.
  const std::vector<NodeState> states_;
  std::string installed_;
  std::string target_;
  // On every node.
  std::string script_;
};

}  // namespace

absl::Status UpgradeCluster(const Operation& operation, const DcosPlan& plan,
                            const Cluster& cluster) {
  RETURN_IF_ERROR(CheckCluster(operation, cluster));
  ASSIGN_OR_RETURN(const DcosLock lock,
                   DcosLock::Acquire(operation.ctx, cluster.masters.front()));
  const std::vector<Node> nodes = cluster.nodes();
  ASSIGN_OR_RETURN(const std::vector<NodeState> states,
                   LookAtNodes(operation.ctx, nodes));
  RETURN_IF_ERROR(CheckStates(cluster, states, plan.installer));
  RETURN_IF_ERROR(Upgrade(operation, plan, cluster, states).Run());
  RETURN_IF_ERROR(AwaitDcos(operation, plan, cluster));
  NoteHowToWait(operation, plan, cluster.id);
  return absl::OkStatus();
}

}  // namespace minidcos
