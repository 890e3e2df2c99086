#include "common/doctor/probe_report.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/status/status_macros.h"

namespace minidcos {

ProbeReport ProbeReport::Parse(absl::string_view text) {
  ProbeReport report;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits('=', 1));
    if (parts.first.size() == line.size()) continue;
    report.values_.emplace(parts.first,
                           absl::StripAsciiWhitespace(parts.second));
  }
  return report;
}

absl::StatusOr<std::string> ProbeReport::Get(absl::string_view key) const {
  const auto found = values_.find(std::string(key));
  if (found != values_.end()) return found->second;
  const std::string problem = Problem(key);
  return absl::UnavailableError(
      absl::StrCat("the probe's container does not tell '", key, "'",
                   problem.empty() ? "" : absl::StrCat(": ", problem)));
}

absl::StatusOr<int64_t> ProbeReport::Number(absl::string_view key) const {
  ASSIGN_OR_RETURN(const std::string text, Get(key));
  int64_t number;
  if (absl::SimpleAtoi(text, &number)) return number;
  return absl::UnavailableError(
      absl::StrCat("the probe's container tells '", key, "' as '", text, "'"));
}

std::string ProbeReport::Problem(absl::string_view key) const {
  const auto found = values_.find(absl::StrCat(key, "-error"));
  return found == values_.end() ? "" : found->second;
}

}  // namespace minidcos
