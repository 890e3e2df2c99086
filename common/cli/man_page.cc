#include "common/cli/man_page.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/cli/exit_code.h"
#include "common/cli/flag.h"
#include "common/cli/help.h"
#include "common/cli/man_writer.h"
#include "common/cli/tool_info.h"

namespace minidcos {
namespace {

std::string FlagTag(const Flag& flag) {
  const std::string short_form = ShortForm(flag);
  std::string tag =
      short_form.empty() ? "" : absl::StrCat(Bold(short_form), ", ");
  absl::StrAppend(&tag, Bold(LongForm(flag)));
  if (!flag.value.empty()) absl::StrAppend(&tag, " ", Italic(flag.value));
  return tag;
}

// How the tool is called, by the dispatcher and by its own name.
std::vector<std::string> CommandNames(const ToolInfo& info) {
  absl::string_view tool = info.name;
  if (!absl::ConsumePrefix(&tool, "minidcos-")) return {std::string(info.name)};
  return {absl::StrCat("minidcos ", tool), std::string(info.name)};
}

void WriteSynopsis(const ToolInfo& info, ManWriter& man) {
  man.Section("SYNOPSIS");
  for (const std::string& name : CommandNames(info)) {
    man.Synopsis(name, absl::StrCat("[FLAG...]", info.usage.empty() ? "" : " ",
                                    info.usage));
  }
}

}  // namespace

void WriteFlags(const FlagGroup& group, ManWriter& man) {
  man.Subsection(group.title);
  for (const Flag& flag : group.flags) {
    man.Item(FlagTag(flag), FlagText(flag));
  }
}

void WriteExitCodes(bool passes_exit_code, ManWriter& man) {
  man.Section("EXIT STATUS");
  for (const ExitCodeMeaning& row : ExitCodeMeanings(passes_exit_code)) {
    man.Item(Bold(row.code), row.text);
  }
}

void WriteVariables(const std::vector<FlagGroup>& groups, ManWriter& man) {
  for (const FlagGroup& group : groups) {
    for (const Flag& flag : group.flags) {
      if (flag.environment.empty()) continue;
      man.Item(Bold(flag.environment),
               absl::StrCat("what --", flag.name, " is without that flag"));
    }
  }
}

std::string ManPage(const ToolInfo& info, const std::vector<FlagGroup>& groups,
                    const std::vector<std::string>& see_also) {
  ManWriter man(info.name);
  man.Name(info.summary);
  WriteSynopsis(info, man);
  man.Section("DESCRIPTION");
  man.Text(info.description.empty() ? info.summary : info.description);
  man.Section("OPTIONS");
  for (const FlagGroup& group : groups) WriteFlags(group, man);
  WriteExitCodes(info.runs_command, man);
  man.Section("ENVIRONMENT");
  WriteVariables(groups, man);
  man.Item(absl::StrCat(Bold("DOCKER_HOST"), " and others"),
           "which engine, and where things go: see minidcos(1)");
  if (!info.examples.empty()) {
    man.Section("EXAMPLES");
    man.Lines(info.examples);
  }
  man.SeeAlso(see_also);
  return man.page();
}

}  // namespace minidcos
