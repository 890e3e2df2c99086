#include "tools/minidcos/minidcos.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "common/cli/completion.h"
#include "common/cli/exit_code.h"
#include "common/cli/text.h"
#include "common/cli/version.h"
#include "tools/registry.h"

namespace minidcos {
namespace {

constexpr char kComplete[] = "--complete";

size_t LongestName(const std::vector<RegisteredTool>& tools,
                   absl::string_view group) {
  size_t longest = 0;
  for (const RegisteredTool& tool : tools) {
    if (tool.group == group) longest = std::max(longest, tool.name.size());
  }
  return longest;
}

std::string Help(const std::vector<RegisteredTool>& tools) {
  std::string help =
      absl::StrCat("Usage: minidcos [docker] TOOL [FLAG...] [ARGUMENT...]\n\n",
                   kSummary, "\n\n", kDescription, "\n");
  absl::string_view group;
  for (const RegisteredTool& tool : tools) {
    if (tool.group != group) absl::StrAppend(&help, "\n", tool.group, ":\n");
    group = tool.group;
    absl::StrAppendFormat(&help, "  %-*s  %s\n", LongestName(tools, group),
                          tool.name, tool.summary);
  }
  absl::StrAppend(&help,
                  "\nFlags:\n"
                  "  --version       print the version and exit\n"
                  "  -h, --help      print this text and exit\n"
                  "\nExit codes of the tools:\n",
                  ExitCodesHelp(/*passes_exit_code=*/false));
  return help;
}

absl::Status UnknownTool(const std::string& name,
                         const std::vector<RegisteredTool>& tools) {
  std::vector<std::string> names;
  for (const RegisteredTool& tool : tools) names.emplace_back(tool.name);
  const std::string nearest = Nearest(name, names);
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown tool '", name, "'",
      nearest.empty() ? "" : absl::StrCat("; did you mean '", nearest, "'?")));
}

// What `words` say as to the tools, the last one being at the cursor.
Dispatch PlanCompletion(std::vector<std::string> words,
                        const std::vector<RegisteredTool>& tools) {
  if (words.size() > 1 && words.front() == "docker") words.erase(words.begin());
  Completion completion;
  if (words.size() == 1) {
    std::vector<Candidate> all;
    for (const RegisteredTool& tool : tools) {
      all.push_back({std::string(tool.name), std::string(tool.summary)});
    }
    all.push_back({"--help", "print what there is and exit"});
    all.push_back({"--version", "print the version and exit"});
    completion.candidates = Matching(all, "", words.front());
  }
  for (const RegisteredTool& tool : tools) {
    if (words.size() < 2 || words.front() != tool.name) continue;
    Dispatch dispatch;
    dispatch.command = {absl::StrCat("minidcos-", tool.name), kComplete};
    dispatch.command.insert(dispatch.command.end(), words.begin() + 1,
                            words.end());
    return dispatch;
  }
  return {.text = CompletionText(completion)};
}

}  // namespace

absl::StatusOr<Dispatch> PlanDispatch(
    const std::vector<std::string>& arguments,
    const std::vector<RegisteredTool>& tools) {
  auto word = arguments.begin();
  if (word != arguments.end() && *word == kComplete) {
    return PlanCompletion({word + 1, arguments.end()}, tools);
  }
  if (word != arguments.end() && *word == "docker") ++word;
  if (word == arguments.end()) {
    return absl::InvalidArgumentError("missing argument, expected: TOOL");
  }
  if (*word == "--help" || *word == "-h") return Dispatch{.text = Help(tools)};
  if (*word == "--version") {
    return Dispatch{.text = absl::StrCat("minidcos ", kVersion, "\n")};
  }
  for (const RegisteredTool& tool : tools) {
    if (*word != tool.name) continue;
    Dispatch dispatch;
    dispatch.command = {absl::StrCat("minidcos-", tool.name)};
    dispatch.command.insert(dispatch.command.end(), word + 1, arguments.end());
    return dispatch;
  }
  if (absl::StartsWith(*word, "-")) {
    return absl::InvalidArgumentError(
        absl::StrCat("unknown flag '", *word, "'"));
  }
  return UnknownTool(*word, tools);
}

absl::Status Execute(const std::string& self,
                     const std::vector<std::string>& command) {
  std::vector<char*> argv;
  for (const std::string& argument : command) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  const std::string beside =
      absl::StrCat(self.substr(0, self.rfind('/') + 1), command.front());
  execv(beside.c_str(), argv.data());
  if (errno == ENOENT) execvp(command.front().c_str(), argv.data());
  const int error = errno;
  return absl::UnavailableError(
      absl::StrCat("running '", command.front(), "': ", std::strerror(error)));
}

}  // namespace minidcos
