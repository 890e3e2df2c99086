#include "common/cli/quiet_request.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/engine_choice.h"
#include "common/cli/ask_tools.h"
#include "common/cli/completion.h"
#include "common/cli/flag.h"
#include "common/cli/man_page.h"
#include "common/cli/tool_info.h"

namespace minidcos {
namespace {

void AddNames(const std::vector<std::string>& names, absl::string_view word,
              Completion& completion) {
  std::vector<Candidate> candidates;
  for (const std::string& name : names) candidates.push_back({name});
  completion.candidates = Matching(candidates, completion.prefix, word);
}

}  // namespace

std::optional<std::string> AnswerQuietRequest(
    const Context& ctx, const ToolInfo& info,
    const std::vector<FlagGroup>& groups, const std::string& cluster_id,
    const EngineChoice& engine, const std::vector<std::string>& arguments) {
  if (arguments.empty()) return std::nullopt;
  const std::vector<std::string> words(arguments.begin() + 1, arguments.end());
  if (arguments.front() == "--man-page") return ManPage(info, groups, words);
  if (arguments.front() != "--complete" || words.empty()) return std::nullopt;
  Completion completion = Complete(info, groups, words);
  const absl::string_view word =
      absl::string_view(words.back()).substr(completion.prefix.size());
  if (completion.kind == Completion::Kind::kClusters) {
    AddNames(AskForClusters(ctx, engine), word, completion);
  } else if (completion.kind == Completion::Kind::kNodes) {
    AddNames(AskForNodes(ctx, engine, cluster_id), word, completion);
  }
  return CompletionText(completion);
}

}  // namespace minidcos
