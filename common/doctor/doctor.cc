#include "common/doctor/doctor.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <utility>
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

// An engine that does not answer could hold them for ever.
constexpr absl::Duration kQuickTimeLimit = absl::Minutes(1);
constexpr absl::Duration kFullTimeLimit = absl::Minutes(30);

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

void RunOne(Examination& examination, CheckResult& result) {
  const absl::Duration begin = MonotonicNow();
  absl::StatusOr<Finding> finding = result.check->run(examination);
  result.took = MonotonicNow() - begin;
  if (finding.ok()) {
    result.finding = *std::move(finding);
  } else {
    result.finding.found = std::string(finding.status().message());
  }
}

void CleanUp(Examination& examination, Progress& progress) {
  const absl::Status cleaned = examination.CleanUp();
  if (!cleaned.ok()) progress.Warn(cleaned.message());
}

// Those that take seconds, all at the same time.
void RunQuick(const Context& ctx, const Context& cleanup_ctx,
              const ExaminationOptions& options, Progress& progress,
              const std::vector<CheckResult*>& results) {
  const int count = static_cast<int>(results.size());
  if (count == 0) return;
  Examination examination(ctx.WithTimeout(kQuickTimeLimit), cleanup_ctx,
                          options);
  std::atomic<int> done = 0;
  const std::unique_ptr<Progress::Step> step =
      progress.Begin("Examining this machine and the engine");
  ForEachParallel(count, kAtOnce, [&](int i) {
    RunOne(examination, *results[i]);
    step->Update(absl::StrCat(++done, " of ", count, " checks"));
    return absl::OkStatus();
  });
  CleanUp(examination, progress);
  if (!ctx.cancelled()) step->Done();
}

// One that takes minutes, and tells of its own steps.
void RunFull(const Context& ctx, const Context& cleanup_ctx,
             const ExaminationOptions& options, Progress& progress,
             CheckResult& result) {
  Examination examination(ctx.WithTimeout(kFullTimeLimit), cleanup_ctx, options,
                          progress);
  RunOne(examination, result);
  CleanUp(examination, progress);
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
  std::vector<CheckResult> results;
  for (const Check* check : checks) results.push_back({.check = check});
  std::vector<CheckResult*> quick;
  std::vector<CheckResult*> full;
  for (CheckResult& result : results) {
    (result.check->kind == CheckKind::kFull ? full : quick).push_back(&result);
  }
  RunQuick(ctx, cleanup_ctx, options, progress, quick);
  for (CheckResult* result : full) {
    if (ctx.cancelled()) break;
    RunFull(ctx, cleanup_ctx, options, progress, *result);
  }
  if (ctx.cancelled()) return ctx.Check();
  return results;
}

}  // namespace minidcos
