// What power over the kernel a node gets.
//
// Nodes are privileged where the engine can make them so. An engine that lacks
// a capability itself, because it runs in a container or a small virtual
// machine, may refuse a privileged container; then a node gets, one by one, all
// that can be granted, save the power to set the host's clock
// and load its modules (DESIGN.md section 5). systemd denies these two to
// whatever it starts, but what comes into a node by docker exec has all that
// the container was given.

#ifndef MINIDCOS_COMMON_CLUSTER_PROVISION_PRIVILEGES_H_
#define MINIDCOS_COMMON_CLUSTER_PROVISION_PRIVILEGES_H_

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

// What to ask the engine at `host` for, one after another until it does not
// refuse. The kernel tells which process listens at the other end of a unix
// socket, and so which capabilities it lacks: then first of all the rest of
// them, or all, which is the same to an engine that does not take the names of
// those it lacks. Where that cannot be told, or nothing lacks, first
// privileged.
std::vector<Privileges> PrivilegesToTry(const std::string& host);

// Whether `status`, of creating or starting a container, is an engine's refusal
// of the privileges that were asked for: runc cannot give a capability that the
// engine lacks, and an engine from 23 on does not even take its name.
bool IsRefusalOfPrivileges(const absl::Status& status);

// Asks for `privileges` in `config`.
void ApplyPrivileges(const Privileges& privileges, docker::HostConfig& config);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLUSTER_PROVISION_PRIVILEGES_H_
