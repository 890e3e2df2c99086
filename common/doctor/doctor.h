// Runs checks, several at the same time.
//
//   DoctorOptions options;
//   const std::vector<CheckResult> results =
//       RunChecks(ctx, cleanup_ctx, options, progress);

#ifndef MINIDCOS_COMMON_DOCTOR_DOCTOR_H_
#define MINIDCOS_COMMON_DOCTOR_DOCTOR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/doctor/checks.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"

namespace minidcos {

struct DoctorOptions {
  ExaminationOptions examination;
  // The names of those to run; if empty, the usual ones,
  std::vector<std::string> names;
  // and those that ask what is outside,
  bool online = false;
  // and those that take minutes.
  bool full = false;
};

struct CheckResult {
  const Check* check = nullptr;
  Finding finding;
  absl::Duration took;
};

// The checks that `options` asks for, in the order of the table.
// kInvalidArgument for a name that there is not, with those there are.
absl::StatusOr<std::vector<const Check*>> ChooseChecks(
    const DoctorOptions& options);

// Runs `checks`, whatever comes of any of them, and removes what they made.
// Returns their results in the same order. What could not be removed is warned
// of. Only fails when `ctx` is cancelled.
absl::StatusOr<std::vector<CheckResult>> RunChecks(
    const Context& ctx, const Context& cleanup_ctx,
    const std::vector<const Check*>& checks, const ExaminationOptions& options,
    Progress& progress);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_DOCTOR_H_
