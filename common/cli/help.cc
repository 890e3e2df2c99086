#include "common/cli/help.h"

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/cli/exit_code.h"
#include "common/cli/flag.h"
#include "common/cli/text.h"
#include "common/cli/tool_info.h"

namespace minidcos {
namespace {

// Where the flags' texts begin.
constexpr size_t kTextColumn = 30;

// "  -c, --cluster-id ID"
std::string FlagSpelling(const Flag& flag) {
  const std::string short_form = ShortForm(flag);
  return absl::StrCat("  ", short_form, short_form.empty() ? "    " : ", ",
                      LongForm(flag), flag.value.empty() ? "" : " ",
                      flag.value);
}

std::string FlagLines(const Flag& flag) {
  std::string lines = FlagSpelling(flag);
  size_t column = Columns(lines);
  if (column + 2 > kTextColumn) {
    absl::StrAppend(&lines, "\n");
    column = 0;
  }
  for (const std::string& line :
       Wrap(FlagText(flag), kHelpColumns - kTextColumn)) {
    absl::StrAppend(&lines, std::string(kTextColumn - column, ' '), line, "\n");
    column = 0;
  }
  return lines;
}

std::string Wrapped(absl::string_view text) {
  return absl::StrCat(absl::StrJoin(Wrap(text, kHelpColumns), "\n"), "\n");
}

}  // namespace

std::string ShortForm(const Flag& flag) {
  if (!flag.letters.empty()) return absl::StrCat("-", flag.letters);
  return flag.letter == 0 ? "" : std::string{'-', flag.letter};
}

std::string LongForm(const Flag& flag) {
  const bool* const* switched = std::get_if<bool*>(&flag.target);
  return absl::StrCat("--", switched != nullptr && **switched ? "[no-]" : "",
                      flag.name);
}

std::string FlagText(const Flag& flag) {
  std::string text = FlagHelp(flag);
  std::vector<std::string> notes;
  if (!flag.choices.empty()) {
    notes.push_back(absl::StrJoin(flag.choices, " or "));
  }
  if (std::holds_alternative<std::vector<std::string>*>(flag.target)) {
    notes.push_back("repeatable");
  }
  const std::string default_value = FlagDefault(flag);
  if (!default_value.empty()) {
    notes.push_back(absl::StrCat("default: ", default_value));
  }
  if (!flag.environment.empty()) {
    notes.push_back(absl::StrCat("or $", flag.environment));
  }
  if (!notes.empty()) {
    absl::StrAppend(&text, " (", absl::StrJoin(notes, "; "), ")");
  }
  return text;
}

std::string HelpText(const ToolInfo& info,
                     const std::vector<FlagGroup>& groups) {
  std::string help = absl::StrCat("Usage: ", info.name, " [FLAG...]",
                                  info.usage.empty() ? "" : " ", info.usage,
                                  "\n\n", info.summary, "\n");
  if (!info.description.empty()) {
    absl::StrAppend(&help, "\n", Wrapped(info.description));
  }
  for (const FlagGroup& group : groups) {
    absl::StrAppend(&help, "\n", group.title, ":\n");
    for (const Flag& flag : group.flags) {
      absl::StrAppend(&help, FlagLines(flag));
    }
  }
  if (!info.examples.empty()) {
    absl::StrAppend(&help, "\nExamples:\n  ",
                    absl::StrJoin(info.examples, "\n  "), "\n");
  }
  absl::StrAppend(&help, "\nExit codes:\n", ExitCodesHelp(info.runs_command));
  return help;
}

}  // namespace minidcos
