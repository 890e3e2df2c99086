#include "tools/logs/journal_command.h"

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "re2/re2.h"

namespace minidcos {
namespace {

// sh -c THIS sh SINCE UNIT...: prints those units that the node knows. A unit
// that has logged is known, though its file be gone; systemd is asked last, for
// it may be dead.
constexpr char kCheck[] = R"sh(
[ -z "$1" ] || journalctl --quiet --lines=0 "--since=$1" || exit 64
shift
for unit; do
  if [ "$(journalctl --quiet --lines=1 --output=cat "--unit=$unit")" ] ||
    [ "$(systemctl --no-legend list-units --all -- "$unit")" ] ||
    [ "$(systemctl --no-legend list-unit-files -- "$unit")" ]; then
    printf '%s\n' "$unit"
  fi
done
)sh";
constexpr int kBadTime = 64;

absl::Status CheckUnits(const std::vector<std::string>& units,
                        const std::set<std::string>& known, int nodes) {
  for (const std::string& unit : units) {
    if (known.count(unit) == 0) {
      return absl::NotFoundError(absl::StrCat(
          "no such unit on ",
          nodes == 1 ? "the node"
                     : absl::StrCat("any of the ", nodes, " nodes"),
          ": '", unit, "'"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckOptions(const JournalOptions& options) {
  static const RE2& number = *new RE2("[0-9]{1,9}");
  if (!options.lines.empty() && !RE2::FullMatch(options.lines, number)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--lines '", options.lines, "' is not a number"));
  }
  // To journalctl before systemd 254, these are the first lines since then.
  if (!options.lines.empty() && !options.since.empty()) {
    return absl::InvalidArgumentError("--lines and --since exclude each other");
  }
  for (const std::string& unit : options.units) {
    if (unit.empty()) return absl::InvalidArgumentError("--unit '' is empty");
  }
  return absl::OkStatus();
}

Command JournalCommand(const JournalOptions& options) {
  Command command;
  command.argv = {"journalctl",    "--quiet",
                  "--no-pager",    "--output=short-iso-precise",
                  "--no-hostname", "--utc"};
  for (const std::string& unit : options.units) {
    command.argv.push_back(absl::StrCat("--unit=", unit));
  }
  if (!options.since.empty()) {
    command.argv.push_back(
        absl::StrCat("--since=", JournalTime(options.since)));
  }
  if (!options.lines.empty()) {
    command.argv.push_back(absl::StrCat("--lines=", options.lines));
  }
  if (options.follow) command.argv.push_back("--follow");
  return command;
}

std::string JournalTime(absl::string_view time) {
  static const RE2& duration =
      *new RE2(R"(([0-9]+(\.[0-9]+)?\s*[a-zA-Z]+\s*)+)");
  absl::Time parsed;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, time, &parsed, &error)) {
    return absl::StrCat("@", absl::ToUnixSeconds(parsed));
  }
  const std::string text(time);
  return RE2::FullMatch(text, duration) ? absl::StrCat("-", text) : text;
}

absl::Status CheckOnNodes(const Context& ctx, const std::vector<Node>& nodes,
                          const JournalOptions& options) {
  if (options.since.empty() && options.units.empty()) return absl::OkStatus();
  Command command;
  command.argv = {"sh", "-c", kCheck, "sh", JournalTime(options.since)};
  command.argv.insert(command.argv.end(), options.units.begin(),
                      options.units.end());
  const int count = static_cast<int>(nodes.size());
  std::vector<absl::StatusOr<CommandResult>> results(count);
  ForEachParallel(count, count, [&](int i) {
    results[i] = nodes[i].Run(ctx, command);
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(ctx.Check());
  std::set<std::string> known;
  int asked = 0;
  for (const absl::StatusOr<CommandResult>& result : results) {
    if (!result.ok()) continue;
    if (result->exit_code == kBadTime) {
      return absl::InvalidArgumentError(
          absl::StrCat("--since '", options.since,
                       "': ", absl::StripAsciiWhitespace(result->stderr_text)));
    }
    ++asked;
    for (const absl::string_view unit :
         absl::StrSplit(result->stdout_text, '\n')) {
      known.emplace(unit);
    }
  }
  return asked == 0 ? absl::OkStatus()
                    : CheckUnits(options.units, known, asked);
}

absl::Status JournalResult(const Node& node, int exit_code,
                           absl::string_view errors) {
  if (exit_code == 0) return absl::OkStatus();
  const absl::string_view text = absl::StripAsciiWhitespace(errors);
  const size_t line_end = text.rfind('\n');
  const absl::string_view cause =
      line_end == absl::string_view::npos ? text : text.substr(line_end + 1);
  return absl::FailedPreconditionError(
      absl::StrCat(node.reference(), ": journalctl exited with code ",
                   exit_code, cause.empty() ? "" : ": ", cause));
}

}  // namespace minidcos
