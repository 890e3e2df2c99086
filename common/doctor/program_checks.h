// Checks of programs on this machine. Each Check... finds the facts, its
// Judge... says what they mean.

#ifndef MINIDCOS_COMMON_DOCTOR_PROGRAM_CHECKS_H_
#define MINIDCOS_COMMON_DOCTOR_PROGRAM_CHECKS_H_

#include "absl/status/statusor.h"
#include "common/base/subprocess.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"

namespace minidcos {

Finding JudgeSsh(bool has_ssh, bool has_keygen);
absl::StatusOr<Finding> CheckSsh(Examination& examination);

// What came of `sed '1,/x/d'` and of its form with address 0, which only some
// have and installers of DC/OS 1.9 and before use.
Finding JudgeSed(const absl::StatusOr<SubprocessResult>& result);
absl::StatusOr<Finding> CheckSed(Examination& examination);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_PROGRAM_CHECKS_H_
