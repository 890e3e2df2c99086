// The table of all checks.

#ifndef MINIDCOS_COMMON_DOCTOR_CHECKS_H_
#define MINIDCOS_COMMON_DOCTOR_CHECKS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"

namespace minidcos {

enum class CheckKind {
  // Takes seconds at most, and needs nothing but this machine and the engine.
  kUsual,
  // Asks what is outside of both.
  kOnline,
  // Takes minutes.
  kFull,
};

// Which failure it may be the cause of.
enum class Explains {
  kNothing,
  // That nodes cannot be made.
  kNodes,
  // That DC/OS cannot be installed on them.
  kDcos,
};

struct Check {
  // What --check takes.
  absl::string_view name;
  CheckKind kind = CheckKind::kUsual;
  Explains explains = Explains::kNothing;
  // What is looked at.
  absl::string_view looks_at;
  // Why that matters.
  absl::string_view why;
  // An error means that it could not be checked.
  absl::StatusOr<Finding> (*run)(Examination&);
};

// In the order of the report.
absl::Span<const Check> AllChecks();

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_DOCTOR_CHECKS_H_
