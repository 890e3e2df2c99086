// Checks of how much there is: memory, disk, what the kernel counts, networks.
// Each Check... finds the facts, its Judge... says what they mean.

#ifndef MINIDCOS_COMMON_DOCTOR_ROOM_CHECKS_H_
#define MINIDCOS_COMMON_DOCTOR_ROOM_CHECKS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"

namespace minidcos {

Finding JudgeMemory(int64_t bytes);
absl::StatusOr<Finding> CheckMemory(Examination& examination);

// `place` is such as "in '/tmp'". `remedy` makes room there.
Finding JudgeSpace(const std::string& place, int64_t bytes,
                   const std::string& remedy);
// Bytes that are left: in the engine's `root`, where volumes are, and where
// images and what containers write are, which may be another file system.
Finding JudgeDockerSpace(const std::string& root, int64_t volumes,
                         int64_t images);
absl::StatusOr<Finding> CheckDockerSpace(Examination& examination);
absl::StatusOr<Finding> CheckTemporarySpace(Examination& examination);
absl::StatusOr<Finding> CheckWorkspaceSpace(Examination& examination);

// `running` nodes are there already.
Finding JudgeInotify(int64_t instances, int64_t watches, int running);
absl::StatusOr<Finding> CheckInotify(Examination& examination);

struct OpenFileLimits {
  // Of a process in a container; and whether nodes may go beyond it.
  int64_t hard_limit = 0;
  bool can_raise = false;
  // Of the engine's machine.
  int64_t file_max = 0;
};
// `running` nodes are there already.
Finding JudgeOpenFiles(const OpenFileLimits& limits, int running);
absl::StatusOr<Finding> CheckOpenFiles(Examination& examination);

// `free` subnets are left for further networks (address_pools.h).
Finding JudgeAddressPools(int free, int networks);
absl::StatusOr<Finding> CheckAddressPools(Examination& examination);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_ROOM_CHECKS_H_
