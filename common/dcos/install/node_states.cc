#include "common/dcos/install/node_states.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/cluster/operation.h"
#include "common/dcos/node_errors.h"
#include "common/dcos/version.h"
#include "common/dcos/wait/poll_until.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr absl::Duration kSetupTimeout = absl::Minutes(10);
constexpr absl::Duration kNoteTimeout = absl::Seconds(30);

// What dcos_install.sh looks at; for it returns before anything of that is
// there, the unit that it starts, which may still wait for another; and the
// script, which goes on in a node when who runs it is killed outright:
// https://github.com/dcos/dcos, gen/build_deploy/bash.py.
constexpr char kHasBegun[] =
    "set -- /etc/systemd/system/dcos.target*; "
    "{ [ -e \"$1\" ] || [ -n \"$(ls -A /opt/mesosphere 2>/dev/null)\" ] || "
    "pgrep -f '/[d]cos_install[.]sh( |$)' >/dev/null || "
    "case $(systemctl show -p Job -p ActiveState dcos-setup.service) in "
    "*ActiveState=activ* | *Job=[1-9]*) ;; *) false ;; esac; } && "
    "echo begun || true";

absl::StatusOr<NodeState> LookAt(const Context& ctx, const Node& node) {
  ASSIGN_OR_RETURN(const std::string found,
                   node.MustRun(ctx, {.argv = {"sh", "-c", kHasBegun}}));
  NodeState state = {.begun = found == "begun\n"};
  if (!state.begun) return state;
  const absl::StatusOr<DcosBuildInfo> info = BuildInfo(ctx, node);
  if (absl::IsFailedPrecondition(info.status())) return state;
  RETURN_IF_ERROR(info.status());
  state.version = info->version;
  state.variant = info->variant;
  return state;
}

std::string Words(const NodeState& state) {
  if (!state.version.empty()) return "DC/OS " + state.version;
  return state.begun ? "DC/OS half set up" : "no DC/OS";
}

}  // namespace

absl::StatusOr<std::vector<NodeState>> LookAtNodes(
    const Context& ctx, const std::vector<Node>& nodes) {
  const int count = static_cast<int>(nodes.size());
  std::vector<NodeState> states(count);
  RETURN_IF_ERROR(JoinErrors(ForEachParallel(count, count, [&](int i) {
    absl::StatusOr<NodeState> state = LookAt(ctx, nodes[i]);
    if (state.ok()) states[i] = *state;
    return state.status();
  })));
  return states;
}

std::string DescribeStates(const std::vector<Node>& nodes,
                           const std::vector<NodeState>& states) {
  // In the order in which they are met.
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const std::string words = Words(states[i]);
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const auto& g) { return g.first == words; });
    if (group == groups.end()) group = groups.insert(group, {words, {}});
    group->second.push_back(nodes[i].reference());
  }
  return absl::StrJoin(groups, "; ", [](std::string* out, const auto& group) {
    absl::StrAppend(out, group.first, " on ",
                    absl::StrJoin(group.second, ", "));
  });
}

absl::StatusOr<std::vector<NodeState>> AwaitSetup(
    const Context& ctx, const std::vector<Node>& nodes, Progress& progress) {
  const auto step = progress.Begin("Waiting for the set-up that has begun");
  std::vector<NodeState> states;
  RETURN_IF_ERROR(PollUntil(ctx.WithTimeout(kSetupTimeout), *step, "the set-up",
                            [&]() -> absl::Status {
                              ASSIGN_OR_RETURN(states, LookAtNodes(ctx, nodes));
                              for (const NodeState& state : states) {
                                if (!state.begun || !state.version.empty())
                                  continue;
                                return absl::FailedPreconditionError(
                                    DescribeStates(nodes, states));
                              }
                              return absl::OkStatus();
                            }));
  step->Done();
  return states;
}

void NoteStates(const Operation& operation, const std::vector<Node>& nodes) {
  const absl::StatusOr<std::vector<NodeState>> states =
      LookAtNodes(operation.cleanup_ctx.WithTimeout(kNoteTimeout), nodes);
  if (!states.ok() || std::none_of(states->begin(), states->end(),
                                   [](const auto& s) { return s.begun; })) {
    return;
  }
  operation.progress.Note(absl::StrCat(
      DescribeStates(nodes, *states), ": the same command goes on from there"));
}

}  // namespace minidcos
