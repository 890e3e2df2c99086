// Checks of what the kernel of the engine's machine does for nodes. Each
// Check... finds the facts, its Judge... says what they mean.

#ifndef MINIDCOS_COMMON_DOCTOR_KERNEL_CHECKS_H_
#define MINIDCOS_COMMON_DOCTOR_KERNEL_CHECKS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/doctor/engine_info.pb.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/probe_report.h"

namespace minidcos {

// `driver` is the engine's own.
Finding JudgeStorageDriver(const std::string& driver,
                           const ProbeReport& report);
absl::StatusOr<Finding> CheckStorageDriver(Examination& examination);

Finding JudgeCgroups(const ProbeReport& report);
absl::StatusOr<Finding> CheckCgroups(Examination& examination);

// `probe` is what came of a container with a node's privileges; kUnimplemented,
// there being no program for it, is returned.
absl::StatusOr<Finding> JudgePrivileges(const absl::StatusOr<ProbeRun>& probe,
                                        const doctor::EngineInfo& info);
absl::StatusOr<Finding> CheckPrivileges(Examination& examination);

Finding JudgeKernel(const ProbeReport& report);
absl::StatusOr<Finding> CheckKernel(Examination& examination);

Finding JudgeConntrack(const ProbeReport& report);
absl::StatusOr<Finding> CheckConntrack(Examination& examination);

Finding JudgeSysctls(const ProbeReport& report);
absl::StatusOr<Finding> CheckSysctls(Examination& examination);

absl::StatusOr<Finding> JudgeSeLinux(const ProbeReport& report);
absl::StatusOr<Finding> CheckSeLinux(Examination& examination);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_KERNEL_CHECKS_H_
