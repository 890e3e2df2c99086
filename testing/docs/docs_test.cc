// That the README and docs/ agree with the source: links lead somewhere, tools
// and flags are there.

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/docs/markdown.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/registry.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

using ::testing::Contains;

std::string Read(const std::string& path) {
  const auto text = ReadFile(path);
  EXPECT_THAT(text, IsOk()) << path;
  return text.value_or("");
}

// Where the source lies, of which only some is in the test's data.
fs::path Source() {
  return fs::canonical(RunfilePath("README.md")).parent_path();
}

// Every page by its path from the root of the repository.
const std::map<std::string, MarkdownPage>& Pages() {
  static const auto& pages = *[] {
    auto* read = new std::map<std::string, MarkdownPage>;
    (*read)["README.md"] = ReadMarkdown(Read(RunfilePath("README.md")));
    for (const auto& entry : fs::directory_iterator(RunfilePath("docs"))) {
      (*read)[absl::StrCat("docs/", entry.path().filename().string())] =
          ReadMarkdown(Read(entry.path().string()));
    }
    return read;
  }();
  return pages;
}

// The flags of a tool, and whether they take a value: "--cluster-id", "-c".
using Flags = std::map<std::string, bool>;

Flags ReadFlags(absl::string_view help) {
  Flags flags;
  for (absl::string_view line : absl::StrSplit(help, '\n')) {
    if (!absl::StartsWith(line, "  -") && !absl::StartsWith(line, "      --")) {
      continue;
    }
    const std::vector<std::string> words =
        absl::StrSplit(absl::StripAsciiWhitespace(line), absl::ByAnyChar(" ,"),
                       absl::SkipEmpty());
    // What stands for a value begins with no small letter, but the text does.
    for (size_t i = 0; i < words.size() && words[i].front() == '-'; ++i) {
      const bool takes_value = i + 1 < words.size() &&
                               words[i + 1].front() != '-' &&
                               !absl::ascii_islower(words[i + 1].front());
      std::string name = words[i];
      if (absl::StrContains(name, "[no-]")) {
        flags[absl::StrReplaceAll(name, {{"[no-]", "no-"}})] = false;
        name = absl::StrReplaceAll(name, {{"[no-]", ""}});
      }
      flags[name] = takes_value;
    }
  }
  return flags;
}

const std::map<std::string, Flags>& ToolFlags() {
  static const auto& tools = *[] {
    auto* read = new std::map<std::string, Flags>;
    for (const RegisteredTool& tool : RegisteredTools()) {
      const std::string folder = absl::StrReplaceAll(tool.name, {{"-", "_"}});
      (*read)[std::string(tool.name)] = ReadFlags(Read(
          RunfilePath(absl::StrCat("tools/", folder, "/testdata/help.txt"))));
    }
    return read;
  }();
  return tools;
}

bool RunsCommand(absl::string_view name) {
  for (const RegisteredTool& tool : RegisteredTools()) {
    if (tool.name == name) return tool.runs_command;
  }
  return false;
}

// "--output" of "--output=json", "-v" of "-vvv"; empty for what is no flag.
std::string FlagOf(absl::string_view word) {
  if (word.size() < 2 || word.front() != '-') return "";
  std::string flag(word.substr(0, word.find('=')));
  flag = absl::StrReplaceAll(flag, {{"_", "-"}});
  return absl::StartsWith(flag, "-vv") ? "-v" : flag;
}

void ExpectFlagsOf(const ToolCall& call, const std::string& page) {
  const Flags& flags = ToolFlags().at(call.tool);
  for (size_t i = 0; i < call.words.size(); ++i) {
    const std::string& word = call.words[i];
    if (word == "--") return;
    const std::string flag = FlagOf(word);
    if (flag.empty()) {
      if (RunsCommand(call.tool)) return;
      continue;
    }
    const auto known = flags.find(flag);
    EXPECT_TRUE(known != flags.end())
        << page << ": minidcos " << call.tool << " has no " << flag;
    if (known == flags.end()) return;
    if (known->second && !absl::StrContains(word, "=")) ++i;
  }
}

TEST(Documentation, LinksLeadSomewhere) {
  for (const auto& [path, page] : Pages()) {
    for (const std::string& link : page.links) {
      if (absl::StartsWith(link, "http")) continue;
      const std::pair<std::string, std::string> parts =
          absl::StrSplit(link, absl::MaxSplits('#', 1));
      const std::string target =
          parts.first.empty() ? path
                              : (fs::path(path).parent_path() / parts.first)
                                    .lexically_normal()
                                    .string();
      EXPECT_TRUE(fs::exists(Source() / target)) << path << ": " << link;
      const auto linked = Pages().find(target);
      if (parts.second.empty() || linked == Pages().end()) continue;
      EXPECT_THAT(linked->second.anchors, Contains(parts.second))
          << path << ": " << link;
    }
  }
}

// A container and a service of nodes, minidcos-... too.
bool IsNoTool(absl::string_view name) {
  return name == "mac-network" || name == "lease";
}

TEST(Documentation, CallsToolsThatThereAreByFlagsThatTheyHave) {
  for (const auto& [path, page] : Pages()) {
    for (const std::string& code : page.code) {
      for (const ToolCall& call : ToolCalls(code)) {
        if (IsNoTool(call.tool)) continue;
        const bool is_known = ToolFlags().count(call.tool) > 0;
        EXPECT_TRUE(is_known)
            << path << ": no tool " << call.tool << ": " << code;
        if (is_known) ExpectFlagsOf(call, path);
      }
    }
  }
}

// A flag alone, as "`--ttl 12h`", is one of ours, or of these.
TEST(Documentation, NamesFlagsThatThereAre) {
  const std::set<std::string> others = {
      // run_tests, install
      "--all",
      "--prefix",
      "--uninstall",
      // docker network create
      "--subnet",
      // Any.
      "--flag",
      "--no-flag",
      "--noflag",
  };
  std::set<std::string> known = others;
  for (const auto& [tool, flags] : ToolFlags()) {
    for (const auto& [flag, takes_value] : flags) known.insert(flag);
  }
  for (const auto& [path, page] : Pages()) {
    for (const std::string& code : page.code) {
      if (!absl::StartsWith(code, "--")) continue;
      for (const absl::string_view word :
           absl::StrSplit(code, absl::ByAnyChar(" \n"))) {
        if (!absl::StartsWith(word, "--") || word == "--") continue;
        // Bazel's; ours are never written so.
        if (absl::StrContains(word.substr(0, word.find('=')), "_")) continue;
        const std::string flag =
            absl::StrReplaceAll(FlagOf(word), {{"[no-]", ""}});
        EXPECT_THAT(known, Contains(flag)) << path << ": " << code;
      }
    }
  }
}

TEST(Documentation, NamesEveryTool) {
  std::string all;
  for (const auto& [path, page] : Pages()) {
    if (path == "README.md") continue;
    for (const std::string& code : page.code)
      absl::StrAppend(&all, " ", code, " ");
  }
  for (const RegisteredTool& tool : RegisteredTools()) {
    EXPECT_TRUE(absl::StrContains(all, absl::StrCat(" ", tool.name, " ")))
        << tool.name << " is not in docs/";
  }
}

TEST(Documentation, IsListedInTheIndex) {
  const std::vector<std::string>& links = Pages().at("docs/README.md").links;
  for (const auto& [path, page] : Pages()) {
    if (path == "docs/README.md" || path == "README.md") continue;
    EXPECT_THAT(links, Contains(fs::path(path).filename().string()));
  }
}

}  // namespace
}  // namespace minidcos
