// Checks of what is between this machine and containers: folders, addresses,
// time. Each Check... finds the facts, its Judge... says what they mean.

#ifndef MINIDCOS_COMMON_DOCTOR_CONTAINER_CHECKS_H_
#define MINIDCOS_COMMON_DOCTOR_CONTAINER_CHECKS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/vpn/mac_network.h"

namespace minidcos {

struct FolderClues {
  // Such as "/private/tmp".
  std::string folder;
  // Whether a container that had it bound saw a file that we had put there.
  bool is_seen = false;
};
// `is_docker_desktop`: the engine is in a virtual machine of this Mac.
Finding JudgeMounts(const std::vector<FolderClues>& folders,
                    bool is_docker_desktop);
absl::StatusOr<Finding> CheckMounts(Examination& examination);

struct RoadClues {
  // A container's.
  std::string address;
  // What came of connecting there.
  absl::Status status;
  // Whether the engine is reached by a unix socket, and whether this is macOS.
  bool is_near = true;
  bool is_mac = false;
  // The macOS network, by which one could go.
  MacNetworkState vpn;
};
Finding JudgeRoad(const RoadClues& clues);
absl::StatusOr<Finding> CheckRoad(Examination& examination);

// The container told the time `told` at some moment from `before` to `after`,
// as this machine has it. `is_synchronized`: the kernel says that its clock is.
Finding JudgeClock(absl::Time told, absl::Time before, absl::Time after,
                   bool is_synchronized);
absl::StatusOr<Finding> CheckClock(Examination& examination);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_CONTAINER_CHECKS_H_
