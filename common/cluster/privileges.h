// What power over the kernel a node gets.
//
// Nodes are privileged where the engine can make them so. An engine that lacks
// a capability itself, because it runs in a container or a small virtual
// machine, refuses a privileged container when it is started; then a node gets,
// one by one, all that can be granted, save the power to set the host's clock
// and load its modules (DESIGN.md section 5). systemd denies these two to
// whatever it starts, but what comes into a node by docker exec has all that
// the container was given.

#ifndef MINIDCOS_COMMON_CLUSTER_PRIVILEGES_H_
#define MINIDCOS_COMMON_CLUSTER_PRIVILEGES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/docker/engine.pb.h"

namespace minidcos {

struct Privileges {
  bool privileged = true;
  // If not privileged: capabilities that the engine cannot grant.
  std::vector<std::string> without;

  // "privileged" or "capabilities": the label minidcos.privileges.
  std::string name() const {
    return privileged ? "privileged" : "capabilities";
  }
};

// What to try first on the engine at `host`. The kernel tells which process
// listens at the other end of a unix socket, and so which capabilities it
// lacks; where that cannot be told, privileged.
Privileges LikelyPrivileges(const std::string& host);

// What to try after the engine has refused `tried` with `refusal`; nothing if
// that was no refusal of privileges, or there is nothing less to ask for.
std::optional<Privileges> LesserPrivileges(const Privileges& tried,
                                           const absl::Status& refusal);

// Asks for `privileges` in `config`.
void ApplyPrivileges(const Privileges& privileges, docker::HostConfig& config);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PRIVILEGES_H_
