// What a node could change of its host and must not (DESIGN.md section 5).

#ifndef MINIDCOS_TESTING_E2E_HOST_STATE_H_
#define MINIDCOS_TESTING_E2E_HOST_STATE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace minidcos {

struct HostState {
  // By path: the sysctls that can be set, except those of network interfaces,
  // and the registered binary formats.
  std::map<std::string, std::string> sysctls;
  // Paths of mounts, except the engine's own for containers.
  std::map<std::string, std::string> mounts;
  // Paths of the control groups right below the root of each hierarchy, except
  // the engine's own for containers.
  std::map<std::string, std::string> cgroups;
  // Of the real time clock to the one since boot.
  absl::Duration clock_offset;
};

HostState ReadHostState();

// The sysctls, mounts and groups that are not the same, "<path>: <old> ->
// <new>".
std::vector<std::string> Differences(const HostState& old_state,
                                     const HostState& new_state);

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_E2E_HOST_STATE_H_
