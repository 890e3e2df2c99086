// What nodes have of DC/OS.

#ifndef MINIDCOS_COMMON_DCOS_INSTALL_NODE_STATES_H_
#define MINIDCOS_COMMON_DCOS_INSTALL_NODE_STATES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/operation.h"
#include "common/node/node.h"

namespace minidcos {

struct NodeState {
  // Whether DC/OS has been installed, or has begun to be set up: then
  // dcos_install.sh refuses to run.
  bool begun = false;
  // Of what has been installed (version.h); empty until it is set up.
  std::string version;
  std::string variant;
};

// That of each of `nodes`, at its index; all are asked at once.
absl::StatusOr<std::vector<NodeState>> LookAtNodes(
    const Context& ctx, const std::vector<Node>& nodes);

// For the user: "DC/OS 2.1.0 on master_0, master_1; no DC/OS on agent_0".
std::string DescribeStates(const std::vector<Node>& nodes,
                           const std::vector<NodeState>& states);

// Waits until DC/OS is set up on every one of `nodes` on which that has begun:
// until then they read what an installer has made for them. kDeadlineExceeded,
// naming those that are not, after some minutes.
absl::StatusOr<std::vector<NodeState>> AwaitSetup(
    const Context& ctx, const std::vector<Node>& nodes, Progress& progress);

// Tells the user what each of `nodes` has, if any has DC/OS, after something
// went wrong.
void NoteStates(const Operation& operation, const std::vector<Node>& nodes);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DCOS_INSTALL_NODE_STATES_H_
