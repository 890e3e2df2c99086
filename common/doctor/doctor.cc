#include "common/doctor/doctor.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/base/parallel.h"
#include "common/base/progress.h"
#include "common/doctor/checks.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/status/status_macros.h"

namespace minidcos {
namespace {

// More than a check that waits for another's fact needs threads.
constexpr int kAtOnce = 16;

// They take seconds; an engine that does not answer could hold them for ever.
constexpr absl::Duration kTimeLimit = absl::Seconds(90);

absl::Status CheckNames(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const absl::Span<const Check> all = AllChecks();
    if (std::any_of(all.begin(), all.end(),
                    [&](const Check& check) { return check.name == name; })) {
      continue;
    }
    return absl::InvalidArgumentError(
        absl::StrCat("no such check: '", name, "' (there are: ",
                     absl::StrJoin(AllChecks(), ", ",
                                   [](std::string* out, const Check& check) {
                                     absl::StrAppend(out, check.name);
                                   }),
                     ")"));
  }
  return absl::OkStatus();
}

CheckResult RunOne(const Check& check, Examination& examination) {
  CheckResult result = {.check = &check};
  const absl::Duration begin = MonotonicNow();
  absl::StatusOr<Finding> finding = check.run(examination);
  result.took = MonotonicNow() - begin;
  if (finding.ok()) {
    result.finding = *std::move(finding);
  } else {
    result.finding.found = std::string(finding.status().message());
  }
  return result;
}

}  // namespace

absl::StatusOr<std::vector<const Check*>> ChooseChecks(
    const DoctorOptions& options) {
  RETURN_IF_ERROR(CheckNames(options.names));
  std::vector<const Check*> chosen;
  for (const Check& check : AllChecks()) {
    const bool is_named = std::find(options.names.begin(), options.names.end(),
                                    check.name) != options.names.end();
    const bool is_wanted = check.kind == CheckKind::kUsual
                               ? options.names.empty()
                           : check.kind == CheckKind::kOnline ? options.online
                                                              : options.full;
    if (is_named || is_wanted) chosen.push_back(&check);
  }
  return chosen;
}

absl::StatusOr<std::vector<CheckResult>> RunChecks(
    const Context& ctx, const Context& cleanup_ctx,
    const std::vector<const Check*>& checks, const ExaminationOptions& options,
    Progress& progress) {
  Examination examination(ctx.WithTimeout(kTimeLimit), cleanup_ctx, options);
  const int count = static_cast<int>(checks.size());
  std::vector<CheckResult> results(count);
  std::atomic<int> done = 0;
  const std::unique_ptr<Progress::Step> step =
      progress.Begin("Examining this machine and the engine");
  ForEachParallel(count, kAtOnce, [&](int i) {
    results[i] = RunOne(*checks[i], examination);
    step->Update(absl::StrCat(++done, " of ", count, " checks"));
    return absl::OkStatus();
  });
  const absl::Status cleaned = examination.CleanUp();
  if (!ctx.cancelled()) step->Done();
  if (!cleaned.ok()) progress.Warn(cleaned.message());
  if (ctx.cancelled()) return ctx.Check();
  return results;
}

}  // namespace minidcos
