// Commands among the integration tests of DC/OS, which are on every master:
//
//   ASSIGN_OR_RETURN(const CommandResult result,
//                    RunWithTestEnvironment(ctx, cluster,
//                                           {.argv = {"pytest", "-k",
//                                           "dns"}}));
//
// They run in /opt/mesosphere/active/dcos-integration-test, with what
// /opt/mesosphere/environment.export sets, and with the variables by which
// dcos-test-utils (https://github.com/dcos/dcos-test-utils) knows a cluster:
//
//   MASTER_HOSTS, PUBLIC_MASTER_HOSTS, SLAVE_HOSTS, PUBLIC_SLAVE_HOSTS
//     the addresses of the nodes that run, joined by commas
//   DCOS_NUM_MASTERS, DCOS_NUM_AGENTS
//     how many these are, agents of both kinds
//   DCOS_DNS_ADDRESS
//     http:// and the address of the node, or, where that is no master, of the
//     first master
//   DCOS_LOGIN_UNAME, DCOS_LOGIN_PW
//     who logs in to DC/OS Enterprise

#ifndef MINIDCOS_COMMON_DCOS_TEST_ENVIRONMENT_H_
#define MINIDCOS_COMMON_DCOS_TEST_ENVIRONMENT_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/dcos/superuser.h"
#include "common/node/command.h"
#include "common/node/node.h"

namespace minidcos {

// OK if `node` has the environment. kFailedPrecondition if DC/OS is not
// installed on it, or its set-up has not come that far.
absl::Status CheckTestEnvironment(const Context& ctx, const Node& node);

// `command`, whose words still are passed literally, as one for `node` that
// runs in the environment. The variables that it has count before those above,
// but not before environment.export.
Command InTestEnvironment(const Cluster& cluster, const Node& node,
                          const Superuser& login, Command command);

// Runs `command` so, on `node`, to its end (Node::Run). Fails as
// CheckTestEnvironment() does.
absl::StatusOr<CommandResult> RunWithTestEnvironment(
    const Context& ctx, const Cluster& cluster, const Node& node,
    const Command& command, const Superuser& login = {},
    OutputMode mode = OutputMode::kCapture);

// The same on the first master that runs. kFailedPrecondition if none does.
absl::StatusOr<CommandResult> RunWithTestEnvironment(
    const Context& ctx, const Cluster& cluster, const Command& command,
    const Superuser& login = {}, OutputMode mode = OutputMode::kCapture);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_TEST_ENVIRONMENT_H_
