#include "tools/exec/exec.h"

#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/context.h"
#include "common/cli/terminal.h"
#include "common/cluster/cluster.h"
#include "common/cluster/open_cluster.h"
#include "common/cluster/select_nodes.h"
#include "common/dcos/sync/checkout.h"
#include "common/dcos/sync/sync.h"
#include "common/dcos/test_environment.h"
#include "common/docker/client.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "tools/exec/exec_report.h"
#include "tools/exec/local_streams.h"
#include "tools/exec/run_on_node.h"
#include "tools/exec/run_on_nodes.h"

namespace minidcos {
namespace {

absl::StatusOr<Command> MakeCommand(const ExecOptions& options) {
  if (options.test_env && !options.directory.empty()) {
    return absl::InvalidArgumentError(
        "--test-env and --workdir exclude each other");
  }
  Command command;
  command.argv = options.command;
  if (options.shell) {
    command.argv = {"/bin/sh", "-c", absl::StrJoin(options.command, " ")};
  }
  command.user = options.user;
  command.directory = options.directory;
  command.sudo = options.sudo;
  for (const std::string& variable : options.environment) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(variable, absl::MaxSplits('=', 1));
    if (!absl::StrContains(variable, '=') || parts.first.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--env '", variable, "' is not NAME=VALUE"));
    }
    command.environment[parts.first] = parts.second;
  }
  return command;
}

bool HasTerminal(const ExecOptions& options, bool several,
                 const LocalStreams& local) {
  const bool is_shown = isatty(local.out_fd) && !options.json;
  switch (options.terminal) {
    case TerminalUse::kAuto:
      return is_shown && !several && IsOwnTerminal(local.in_fd);
    case TerminalUse::kIfShown:
      return is_shown;
    case TerminalUse::kAlways:
      return true;
    case TerminalUse::kNever:
      break;
  }
  return false;
}

absl::StatusOr<std::vector<Checkout>> OpenCheckouts(
    const ExecOptions& options) {
  std::vector<Checkout> checkouts;
  for (const std::string& path : options.sync_dirs) {
    ASSIGN_OR_RETURN(checkouts.emplace_back(), OpenCheckout(path));
  }
  return checkouts;
}

// `command` for each of `nodes`.
absl::StatusOr<std::vector<NodeCommand>> ForEachNode(
    const Context& ctx, const ExecOptions& options, const Cluster& cluster,
    const std::vector<Node>& nodes, const Command& command) {
  std::vector<NodeCommand> commands;
  for (const Node& node : nodes) {
    if (options.test_env) {
      RETURN_IF_ERROR(CheckTestEnvironment(ctx, node));
      commands.push_back(
          {node, InTestEnvironment(cluster, node, options.login, command)});
    } else {
      commands.push_back({node, command});
    }
  }
  return commands;
}

void AddStreams(const ExecOptions& options, bool several,
                const LocalStreams& local, Command& command) {
  command.has_input =
      options.stdin_all ||
      (!several && (options.interactive || IsOwnTerminal(local.in_fd)));
  if (!HasTerminal(options, several, local)) return;
  command.terminal = LocalTerminalSize(local);
  const char* const type = std::getenv("TERM");
  if (type != nullptr) command.environment.emplace("TERM", type);
}

absl::StatusOr<int> RunOneByOne(const Context& ctx,
                                const std::vector<NodeCommand>& commands,
                                const LocalStreams& local) {
  int exit_code = 0;
  for (const NodeCommand& one : commands) {
    ASSIGN_OR_RETURN(exit_code, RunOnNode(ctx, one.node, one.command, local));
    if (exit_code != 0) break;
  }
  return exit_code;
}

// The exit code of all, told of each that failed.
absl::StatusOr<int> Conclude(const Context& ctx,
                             const std::vector<NodeOutcome>& outcomes,
                             const LocalStreams& local) {
  // Of an interrupt, no node need be told.
  if (ctx.cancelled()) return ctx.Check();
  int exit_code = 0;
  for (const NodeOutcome& outcome : outcomes) {
    if (exit_code == 0) exit_code = outcome.code();
    if (!outcome.exit_code.ok()) {
      local.progress.Warn(outcome.exit_code.status().message());
    } else if (outcome.code() != 0) {
      local.progress.Warn(
          absl::StrCat(outcome.node, ": exit code ", outcome.code()));
    }
  }
  return exit_code;
}

}  // namespace

absl::StatusOr<int> Exec(const Context& ctx, DockerClient& docker,
                         const ExecOptions& options,
                         const LocalStreams& local) {
  RETURN_IF_ERROR(CheckSelection(options.nodes));
  ASSIGN_OR_RETURN(Command command, MakeCommand(options));
  ASSIGN_OR_RETURN(const std::vector<Checkout> checkouts,
                   OpenCheckouts(options));
  ASSIGN_OR_RETURN(
      const Cluster cluster,
      OpenCluster(ctx, docker, options.cluster_id, options.transport));
  ASSIGN_OR_RETURN(const std::vector<Node> nodes,
                   SelectNodes(cluster, options.nodes));
  // Asked for all of something, it is for several even where that is just one:
  // what comes of it looks the same on every cluster.
  const bool several =
      !options.one_by_one &&
      (nodes.size() > 1 || options.nodes.all || !options.nodes.role.empty());
  AddStreams(options, several, local, command);
  if (options.interactive && !command.has_input) {
    local.progress.Warn(
        "standard input is not read: for several nodes that takes --stdin-all");
  }
  for (const Checkout& checkout : checkouts) {
    RETURN_IF_ERROR(
        SyncCheckout(ctx, cluster.masters, checkout, local.progress));
  }
  ASSIGN_OR_RETURN(const std::vector<NodeCommand> commands,
                   ForEachNode(ctx, options, cluster, nodes, command));
  if (options.json) {
    const std::vector<NodeOutcome> outcomes =
        CollectOnNodes(ctx, commands, local);
    RETURN_IF_ERROR(WriteReport(outcomes, local.out));
    return Conclude(ctx, outcomes, local);
  }
  if (!several) return RunOneByOne(ctx, commands, local);
  return Conclude(ctx, RunOnNodes(ctx, commands, options.prefix, local), local);
}

}  // namespace minidcos
