#include "common/doctor/after_failure.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/cluster/operation.h"
#include "common/doctor/checks.h"
#include "common/doctor/doctor.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"

namespace minidcos {
namespace {

// The user waits for the error.
constexpr absl::Duration kTimeLimit = absl::Seconds(10);
// Of the removal of what the checks made, from the same moment on.
constexpr absl::Duration kWholeTimeLimit = absl::Seconds(15);

// Whether the engine or a machine may be the cause.
bool MayBeOfTheHost(const absl::Status& failure) {
  switch (failure.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kUnknown:
      return true;
    default:
      return false;
  }
}

std::vector<const Check*> ChecksOf(Explains making) {
  std::vector<const Check*> checks;
  for (const Check& check : AllChecks()) {
    if (check.explains == Explains::kNothing) continue;
    if (check.explains == Explains::kNodes || making == Explains::kDcos) {
      checks.push_back(&check);
    }
  }
  return checks;
}

}  // namespace

void ExplainFailure(const Operation& operation,
                    const ExaminationOptions& options, Explains making,
                    const absl::Status& failure) {
  if (!MayBeOfTheHost(failure) || operation.ctx.cancelled()) return;
  // The operation's own time may be over; but an interrupt ends this too.
  const Cancellation interrupt(operation.ctx);
  const absl::StatusOr<std::vector<CheckResult>> results =
      RunChecks(Context().WithTimeout(kTimeLimit).WithCancellation(interrupt),
                operation.cleanup_ctx.WithTimeout(kWholeTimeLimit),
                ChecksOf(making), options, NoProgress());
  if (!results.ok()) return;
  for (const CheckResult& result : *results) {
    const Finding& finding = result.finding;
    if (finding.verdict != Verdict::kWarning &&
        finding.verdict != Verdict::kError) {
      continue;
    }
    operation.progress.Warn(absl::StrCat(
        "doctor: ", result.check->name, ": ", finding.found,
        finding.remedy.empty() ? "" : absl::StrCat(": ", finding.remedy)));
  }
}

}  // namespace minidcos
