// The page of the manual, from what --help is made from.

#ifndef MINIDCOS_COMMON_CLI_MAN_PAGE_H_
#define MINIDCOS_COMMON_CLI_MAN_PAGE_H_

#include <string>
#include <vector>

#include "common/cli/flag.h"
#include "common/cli/man_writer.h"
#include "common/cli/tool_info.h"

namespace minidcos {

// The page of a tool, in man(7): all that HelpText says, and the environment.
// `groups` are the tool's own flags and the common ones, before any was read;
// `see_also` names other pages of section 1.
std::string ManPage(const ToolInfo& info, const std::vector<FlagGroup>& groups,
                    const std::vector<std::string>& see_also);

// Parts of it that the page of minidcos itself has too: the flags of a group
// under its title; the exit codes; the variables that replace flags.
void WriteFlags(const FlagGroup& group, ManWriter& man);
void WriteExitCodes(bool passes_exit_code, ManWriter& man);
void WriteVariables(const std::vector<FlagGroup>& groups, ManWriter& man);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_MAN_PAGE_H_
