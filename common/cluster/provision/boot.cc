#include "common/cluster/provision/boot.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/status/annotate.h"

namespace minidcos {
namespace {

constexpr char kReadyWord[] = "minidcos-ready";
constexpr char kNone[] = "-";
constexpr size_t kKeptConsole = 4096;

std::optional<BootReport> ParseReadyLine(absl::string_view line) {
  const std::vector<std::string> words =
      absl::StrSplit(line, absl::ByAnyChar(" \t\r,"), absl::SkipEmpty());
  if (words.size() < 2 || words[0] != kReadyWord) return std::nullopt;
  BootReport report{.state = words[1], .failed_units = {}};
  for (size_t i = 2; i < words.size(); ++i) {
    if (words[i] != kNone) report.failed_units.push_back(words[i]);
  }
  return report;
}

// The report in the whole lines of `console`, if there is one.
std::optional<BootReport> FindReadyLine(absl::string_view console) {
  const size_t end = console.rfind('\n');
  if (end == absl::string_view::npos) return std::nullopt;
  for (const absl::string_view line :
       absl::StrSplit(console.substr(0, end), '\n')) {
    if (auto report = ParseReadyLine(line); report.has_value()) return report;
  }
  return std::nullopt;
}

bool IsEssential(absl::string_view unit) {
  return unit == "ssh.service" || unit == "sshd.service" ||
         unit == "docker.socket" || absl::StartsWith(unit, "minidcos-");
}

absl::Status WithConsole(absl::Status status, absl::string_view console) {
  const size_t cut =
      console.size() > kKeptConsole ? console.size() - kKeptConsole : 0;
  SetOutput(status, console.substr(cut));
  return status;
}

absl::Status CheckUnits(const BootReport& report) {
  for (const std::string& unit : report.failed_units) {
    if (!IsEssential(unit)) continue;
    return absl::FailedPreconditionError(absl::StrCat(
        "it came up without ", absl::StrJoin(report.failed_units, ", ")));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<BootReport> WaitForBoot(const Context& ctx,
                                       EngineStream& console) {
  std::string seen;
  while (true) {
    const absl::StatusOr<EngineStream::Piece> piece = console.Read(ctx);
    if (!piece.ok()) {
      return WithConsole(Annotate(piece.status(), "waiting for it to boot"),
                         seen);
    }
    if (piece->bytes.empty()) {
      return WithConsole(
          absl::FailedPreconditionError("it ended while it was booting"), seen);
    }
    absl::StrAppend(&seen, piece->bytes);
    const std::optional<BootReport> report = FindReadyLine(seen);
    if (!report.has_value()) continue;
    if (const absl::Status status = CheckUnits(*report); !status.ok()) {
      return WithConsole(status, seen);
    }
    return *report;
  }
}

}  // namespace minidcos
