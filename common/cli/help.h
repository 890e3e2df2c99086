// The text of --help.

#ifndef MINIDCOS_COMMON_CLI_HELP_H_
#define MINIDCOS_COMMON_CLI_HELP_H_

#include <string>
#include <vector>

#include "common/cli/flags.h"
#include "common/cli/tool_info.h"

namespace minidcos {

// Columns that no line of it exceeds, as long as no word does.
inline constexpr size_t kHelpColumns = 80;

// Synopsis, summary, description, the flags of `groups` (the tool's own and the
// common ones, before any was read, so that defaults are shown), examples, exit
// codes. The summary is the third line, where the dispatcher's build finds it.
std::string HelpText(const ToolInfo& info,
                     const std::vector<FlagGroup>& groups);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_HELP_H_
