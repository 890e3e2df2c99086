#include "common/cluster/provision/privileges.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/cluster/provision/missing_capabilities.h"
#include "common/docker/engine.pb.h"

namespace minidcos {
namespace {

constexpr const char* kHandsOffTheHost[] = {"SYS_MODULE", "SYS_TIME"};

}  // namespace

std::vector<Privileges> PrivilegesToTry(const std::string& host) {
  std::vector<Privileges> to_try = {
      {.privileged = true, .without = {}},
      {.privileged = false, .without = {"SYS_RESOURCE"}},
      {.privileged = false, .without = {}}};
  absl::string_view path = host;
  if (!absl::ConsumePrefix(&path, "unix://")) return to_try;
  const std::vector<std::string> missing =
      MissingCapabilities(std::string(path));
  if (!missing.empty()) {
    to_try = {{.privileged = false, .without = missing},
              {.privileged = false, .without = {}},
              {.privileged = true, .without = {}}};
  }
  return to_try;
}

bool IsRefusalOfPrivileges(const absl::Status& status) {
  for (const char* words :
       {"unable to apply caps", "unknown capability",
        "capability not supported by your kernel or not available"}) {
    if (absl::StrContains(status.message(), words)) return true;
  }
  return false;
}

void ApplyPrivileges(const Privileges& privileges, docker::HostConfig& config) {
  // Not all engines imply these for a privileged container.
  config.add_security_opt("seccomp=unconfined");
  config.add_security_opt("apparmor=unconfined");
  if (privileges.privileged) {
    config.set_privileged(true);
    return;
  }
  config.add_cap_add("ALL");
  for (const char* capability : kHandsOffTheHost) {
    config.add_cap_drop(capability);
  }
  for (const std::string& capability : privileges.without) {
    config.add_cap_drop(capability);
  }
  config.mutable_masked_paths();
  config.mutable_readonly_paths();
  config.add_device_cgroup_rules("a *:* rwm");
}

}  // namespace minidcos
