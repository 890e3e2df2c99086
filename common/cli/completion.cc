#include "common/cli/completion.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/cli/flag.h"
#include "common/cli/flags.h"
#include "common/cli/help.h"
#include "common/cli/text.h"
#include "common/cli/tool_info.h"

namespace minidcos {
namespace {

using Kind = Completion::Kind;

// By the first name in `value`: SRC in "[SRC:]DST[:ro|rw]".
Kind KindOfValue(absl::string_view value) {
  static const auto& kinds = *new std::map<absl::string_view, Kind>{
      {"ARGS", Kind::kPrograms}, {"CHECKOUT", Kind::kFolders},
      {"CMD", Kind::kPrograms},  {"DIR", Kind::kFolders},
      {"DST", Kind::kFiles},     {"FILE", Kind::kFiles},
      {"ID", Kind::kClusters},   {"INSTALLER", Kind::kFiles},
      {"PATH", Kind::kFiles},    {"REF", Kind::kNodes},
      {"SRC", Kind::kFiles}};
  absl::ConsumePrefix(&value, "[");
  size_t size = 0;
  while (size < value.size() && absl::ascii_isupper(value[size])) ++size;
  const auto kind = kinds.find(value.substr(0, size));
  return kind == kinds.end() ? Kind::kWords : kind->second;
}

std::vector<Candidate> ValuesOf(const Flag& flag) {
  std::vector<Candidate> values;
  for (const auto* words : {&flag.choices, &flag.suggestions}) {
    for (const std::string& word : *words) values.push_back({word});
  }
  return values;
}

Completion CompleteValue(const Flag& flag, absl::string_view prefix,
                         absl::string_view word) {
  return {.kind = KindOfValue(flag.value),
          .prefix = std::string(prefix),
          .candidates = Matching(ValuesOf(flag), prefix, word)};
}

bool IsOn(const Flag& flag) {
  const bool* const* switched = std::get_if<bool*>(&flag.target);
  return switched != nullptr && **switched;
}

// `groups` before any flag was read, for the defaults in the descriptions.
std::vector<Candidate> FlagsOf(const std::vector<FlagGroup>& groups) {
  std::vector<Candidate> flags;
  for (const FlagGroup& group : groups) {
    for (const Flag& flag : group.flags) {
      const std::string text = FlagText(flag);
      flags.push_back({absl::StrCat("--", flag.name), text});
      if (IsOn(flag)) flags.push_back({absl::StrCat("--no-", flag.name), text});
    }
  }
  return flags;
}

Completion CompleteArgument(const ToolInfo& info, size_t index) {
  const std::vector<absl::string_view> arguments =
      absl::StrSplit(info.usage, ' ', absl::SkipEmpty());
  if (info.runs_command && index > 0) return {.kind = Kind::kFiles};
  if (arguments.empty() || index >= static_cast<size_t>(info.max_args)) {
    return {};
  }
  return {.kind =
              KindOfValue(arguments[std::min(index, arguments.size() - 1)])};
}

absl::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kFiles:
      return "files";
    case Kind::kFolders:
      return "folders";
    case Kind::kPrograms:
      return "programs";
    case Kind::kWords:
    case Kind::kClusters:
    case Kind::kNodes:
      return "words";
  }
  return "words";
}

}  // namespace

std::vector<Candidate> Matching(const std::vector<Candidate>& all,
                                absl::string_view prefix,
                                absl::string_view word) {
  std::vector<Candidate> matching;
  for (const Candidate& candidate : all) {
    if (!absl::StartsWith(candidate.word, word)) continue;
    matching.push_back(
        {absl::StrCat(prefix, candidate.word), candidate.description});
  }
  return matching;
}

Completion Complete(const ToolInfo& info, const std::vector<FlagGroup>& groups,
                    const std::vector<std::string>& words) {
  if (words.empty()) return {};
  const std::vector<Candidate> flags = FlagsOf(groups);
  const std::string& word = words.back();
  std::vector<std::string> before(words.begin(), words.end() - 1);
  const absl::StatusOr<FlagsSoFar> so_far =
      ParseUnfinished(groups, before, info.runs_command);
  if (!so_far.ok()) return {};
  if (so_far->awaits_value != nullptr) {
    return CompleteValue(*so_far->awaits_value, "", word);
  }
  if (so_far->ended || !absl::StartsWith(word, "-")) {
    return CompleteArgument(info, so_far->words.size());
  }
  const size_t equals = word.find('=');
  if (equals == std::string::npos) {
    return {.candidates = Matching(flags, "", word)};
  }
  before.push_back(word.substr(0, equals));
  const absl::StatusOr<FlagsSoFar> with_value =
      ParseUnfinished(groups, before, info.runs_command);
  if (!with_value.ok() || with_value->awaits_value == nullptr) return {};
  return CompleteValue(*with_value->awaits_value, word.substr(0, equals + 1),
                       word.substr(equals + 1));
}

std::string CompletionText(const Completion& completion) {
  std::string text = absl::StrCat(KindName(completion.kind), "\n");
  for (const Candidate& candidate : completion.candidates) {
    absl::StrAppend(&text, MaskToOneLine(candidate.word),
                    candidate.description.empty() ? "" : "\t",
                    MaskToOneLine(candidate.description), "\n");
  }
  return text;
}

}  // namespace minidcos
