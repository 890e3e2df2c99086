// The text of --help.

#ifndef MINIDCOS_COMMON_CLI_HELP_H_
#define MINIDCOS_COMMON_CLI_HELP_H_

#include <string>
#include <vector>

#include "common/cli/flag.h"
#include "common/cli/tool_info.h"

namespace minidcos {

// Columns that no line of it exceeds, as long as no word does.
inline constexpr size_t kHelpColumns = 80;

// Synopsis, summary, description, the flags of `groups` (the tool's own and the
// common ones, before any was read, so that defaults are shown), examples, exit
// codes. The summary is the third line, where the dispatcher's build finds it.
std::string HelpText(const ToolInfo& info,
                     const std::vector<FlagGroup>& groups);

// How a flag is spelled: "-c" or "-te", empty without a short form;
// "--cluster-id", and "--[no-]wait" for a bool that is on.
std::string ShortForm(const Flag& flag);
std::string LongForm(const Flag& flag);

// What it says of a flag: its text, and in brackets its choices, its default
// and the like.
std::string FlagText(const Flag& flag);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_HELP_H_
