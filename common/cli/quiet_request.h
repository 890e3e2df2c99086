// What the build and the completion scripts ask of every tool, by a first word
// that --help does not name:
//   --man-page [NAME...]   print the page of the manual, which refers to NAMEs
//   --complete WORD...     print what the last WORD could become (completion.h)

#ifndef MINIDCOS_COMMON_CLI_QUIET_REQUEST_H_
#define MINIDCOS_COMMON_CLI_QUIET_REQUEST_H_

#include <optional>
#include <string>
#include <vector>

#include "common/base/context.h"
#include "common/base/engine_choice.h"
#include "common/cli/flag.h"
#include "common/cli/tool_info.h"

namespace minidcos {

// The answer, if `arguments` are such a request. `groups` are all flags of the
// tool; `cluster_id` and `engine` are the targets of some, which are read once
// the flags on the line are.
std::optional<std::string> AnswerQuietRequest(
    const Context& ctx, const ToolInfo& info,
    const std::vector<FlagGroup>& groups, const std::string& cluster_id,
    const EngineChoice& engine, const std::vector<std::string>& arguments);

}  // namespace minidcos

#endif  // MINIDCOS_COMMON_CLI_QUIET_REQUEST_H_
