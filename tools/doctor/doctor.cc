#include "tools/doctor/doctor.h"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/json.h"
#include "common/base/utf8.h"
#include "common/cli/text.h"
#include "common/doctor/checks.h"
#include "common/doctor/doctor.h"
#include "common/doctor/finding.h"
#include "common/status/status_macros.h"
#include "tools/doctor/doctor.pb.h"

namespace minidcos {
namespace {

constexpr char kTroubleshooting[] = "/troubleshooting.md";
constexpr char kChecks[] = "/doctor.md";

constexpr size_t kColumns = 80;
// Of "warning  storage-driver   ".
constexpr size_t kVerdictColumns = 9;
constexpr size_t kNameColumns = 17;

// `text` in the third column, beside what is in the first two.
void WriteRow(absl::string_view verdict, absl::string_view name,
              absl::string_view text, std::ostream& out) {
  constexpr size_t kBefore = kVerdictColumns + kNameColumns;
  std::string before =
      absl::StrFormat("%-*s%-*s", static_cast<int>(kVerdictColumns), verdict,
                      static_cast<int>(kNameColumns), name);
  for (const std::string& line :
       Wrap(MaskToOneLine(text), kColumns - kBefore)) {
    out << before << line << '\n';
    before.assign(kBefore, ' ');
  }
}

void WriteResult(const CheckResult& result, std::ostream& out) {
  const Finding& finding = result.finding;
  const bool is_unknown = finding.verdict == Verdict::kUnknown;
  WriteRow(VerdictName(finding.verdict), result.check->name,
           absl::StrCat(is_unknown ? "could not check: " : "", finding.found),
           out);
  if (finding.verdict == Verdict::kOk || is_unknown) return;
  WriteRow("", "  looked at", result.check->looks_at, out);
  WriteRow("", "  why", result.check->why, out);
  if (!finding.remedy.empty()) WriteRow("", "  do", finding.remedy, out);
}

int Count(const std::vector<CheckResult>& results, Verdict verdict) {
  return static_cast<int>(std::count_if(
      results.begin(), results.end(), [verdict](const CheckResult& result) {
        return result.finding.verdict == verdict;
      }));
}

std::string Summary(const std::vector<CheckResult>& results) {
  std::vector<std::string> parts;
  const auto add = [&](Verdict verdict, absl::string_view one,
                       absl::string_view several) {
    const int count = Count(results, verdict);
    if (count == 0) return;
    parts.push_back(absl::StrCat(count, " ", count == 1 ? one : several));
  };
  add(Verdict::kError, "error", "errors");
  add(Verdict::kWarning, "warning", "warnings");
  add(Verdict::kNote, "note", "notes");
  add(Verdict::kUnknown, "could not be checked", "could not be checked");
  add(Verdict::kOk, "ok", "ok");
  return absl::StrJoin(parts, ", ");
}

Verdict Worst(const std::vector<CheckResult>& results) {
  Verdict worst = Verdict::kOk;
  for (const Verdict verdict : {Verdict::kNote, Verdict::kUnknown,
                                Verdict::kWarning, Verdict::kError}) {
    if (Count(results, verdict) > 0) worst = verdict;
  }
  return worst;
}

// What an engine says need not be UTF-8, which JSON has to be.
std::string ForJson(std::string text) {
  if (IsUtf8(text)) return text;
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  return text;
}

}  // namespace

std::vector<std::string> CheckNames() {
  std::vector<std::string> names;
  for (const Check& check : AllChecks()) names.emplace_back(check.name);
  return names;
}

std::string DoctorDescription() {
  std::string text =
      "Looks at this machine, the engine and its machine, and prints for each "
      "check what was found and, where that is not well, why it matters and "
      "what to do. A small container of ours, with the privileges of a node, "
      "looks at the engine's machine; no image is pulled, and all that was "
      "made is removed. Exits with 1 if anything is an error.\n"
      "\n"
      "The checks:";
  for (const Check& check : AllChecks()) {
    const char* const kind = check.kind == CheckKind::kOnline ? " (--online)"
                             : check.kind == CheckKind::kFull ? " (--full)"
                                                              : "";
    absl::StrAppendFormat(&text, "\n  %-16s%s%s", check.name, check.looks_at,
                          kind);
  }
  return text;
}

bool HasError(const std::vector<CheckResult>& results) {
  return Count(results, Verdict::kError) > 0;
}

std::string PagesOf(const std::filesystem::path& program) {
  const std::filesystem::path installed =
      program.parent_path().parent_path() / "share/doc/minidcos";
  std::error_code error;
  return std::filesystem::exists(installed.string() + kTroubleshooting, error)
             ? installed.string()
             : "docs";
}

void WriteText(const std::vector<CheckResult>& results,
               const std::string& pages, std::ostream& out) {
  for (const CheckResult& result : results) WriteResult(result, out);
  out << '\n'
      << Summary(results) << '\n'
      << "each check: " << pages << kChecks << "; other troubles: " << pages
      << kTroubleshooting << '\n';
}

absl::Status WriteJson(const std::vector<CheckResult>& results,
                       const std::string& pages, std::ostream& out) {
  DoctorReport report;
  for (const CheckResult& result : results) {
    DoctorCheck& check = *report.add_checks();
    check.set_found(ForJson(result.finding.found));
    check.set_looked_at(std::string(result.check->looks_at));
    check.set_name(std::string(result.check->name));
    check.set_result(std::string(VerdictName(result.finding.verdict)));
    check.set_seconds(absl::ToDoubleSeconds(result.took));
    check.set_what_to_do(ForJson(result.finding.remedy));
    check.set_why(std::string(result.check->why));
  }
  report.set_result(std::string(VerdictName(Worst(results))));
  report.set_troubleshooting(pages + kTroubleshooting);
  ASSIGN_OR_RETURN(const std::string json, ToPrettyJson(report));
  out << json;
  return absl::OkStatus();
}

}  // namespace minidcos
