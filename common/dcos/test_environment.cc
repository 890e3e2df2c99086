#include "common/dcos/test_environment.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/dcos/superuser.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

constexpr char kExports[] = "/opt/mesosphere/environment.export";
constexpr char kTests[] = "/opt/mesosphere/active/dcos-integration-test";

// Of those that run: the others have no address.
std::vector<std::string> Addresses(const std::vector<Node>& nodes) {
  std::vector<std::string> addresses;
  for (const Node& node : nodes) {
    if (!node.private_ip_address().empty()) {
      addresses.push_back(node.private_ip_address());
    }
  }
  return addresses;
}

std::string DnsAddress(const Node& node,
                       const std::vector<std::string>& masters) {
  const bool is_master = node.role() == NodeRole::kMaster;
  return absl::StrCat("http://", is_master         ? node.public_ip_address()
                                 : masters.empty() ? ""
                                                   : masters.front());
}

}  // namespace

absl::Status CheckTestEnvironment(const Context& ctx, const Node& node) {
  ASSIGN_OR_RETURN(
      const CommandResult result,
      node.Run(ctx, {.argv = {"test", "-r", kExports, "-a", "-d", kTests}}));
  if (result.exit_code == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(node.reference(), ": DC/OS is not installed: '", kExports,
                   "' or '", kTests, "' is not there"));
}

Command InTestEnvironment(const Cluster& cluster, const Node& node,
                          const Superuser& login, Command command) {
  const std::vector<std::string> masters = Addresses(cluster.masters);
  const std::vector<std::string> agents = Addresses(cluster.agents);
  const std::vector<std::string> public_agents =
      Addresses(cluster.public_agents);
  // Keeps what is there.
  command.environment.insert({
      {"DCOS_DNS_ADDRESS", DnsAddress(node, masters)},
      {"DCOS_LOGIN_PW", login.password},
      {"DCOS_LOGIN_UNAME", login.username},
      {"DCOS_NUM_AGENTS", absl::StrCat(agents.size() + public_agents.size())},
      {"DCOS_NUM_MASTERS", absl::StrCat(masters.size())},
      {"MASTER_HOSTS", absl::StrJoin(masters, ",")},
      {"PUBLIC_MASTER_HOSTS", absl::StrJoin(masters, ",")},
      {"PUBLIC_SLAVE_HOSTS", absl::StrJoin(public_agents, ",")},
      {"SLAVE_HOSTS", absl::StrJoin(agents, ",")},
  });
  std::vector<std::string> words = {
      "/bin/sh", "-c",
      absl::StrCat(". ", kExports, " && cd ", kTests, " && exec \"$@\""),
      "minidcos-test-env"};
  words.insert(words.end(), command.argv.begin(), command.argv.end());
  command.argv = std::move(words);
  return command;
}

absl::StatusOr<CommandResult> RunWithTestEnvironment(
    const Context& ctx, const Cluster& cluster, const Node& node,
    const Command& command, const Superuser& login, OutputMode mode) {
  RETURN_IF_ERROR(CheckTestEnvironment(ctx, node));
  return node.Run(ctx, InTestEnvironment(cluster, node, login, command), mode);
}

absl::StatusOr<CommandResult> RunWithTestEnvironment(const Context& ctx,
                                                     const Cluster& cluster,
                                                     const Command& command,
                                                     const Superuser& login,
                                                     OutputMode mode) {
  for (const Node& master : cluster.masters) {
    if (master.state() != "running") continue;
    return RunWithTestEnvironment(ctx, cluster, master, command, login, mode);
  }
  return absl::FailedPreconditionError("no master runs");
}

}  // namespace minidcos
