// What every tool has in common, asked of every tool of the registry.

#include <fstream>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/registry.h"

namespace minidcos {

// For GoogleTest's messages.
void PrintTo(const RegisteredTool& tool, std::ostream* out) {
  *out << tool.name;
}

namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kNoEngine[] = "unix:///nonexistent/docker.sock";

std::string Installed(absl::string_view name) {
  return RunfilePath(absl::StrCat("bin/", name));
}

std::string Read(const std::string& path) {
  std::ifstream file(RunfilePath(path));
  EXPECT_TRUE(file.good()) << path;
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

void ExpectFitsATerminal(const std::string& text) {
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_THAT(line.size(), Le(80u)) << line;
  }
}

// The names in the first column of the README's table of tools.
std::set<std::string> ToolsOfReadme() {
  const std::string readme = Read("README.md");
  const std::vector<std::string> sections = absl::StrSplit(readme, "\n##");
  std::set<std::string> names;
  for (const absl::string_view section : sections) {
    if (!absl::StartsWith(section, " Tools\n")) continue;
    for (absl::string_view line : absl::StrSplit(section, '\n')) {
      if (!absl::ConsumePrefix(&line, "| `")) continue;
      names.emplace(line.substr(0, line.find_first_of(" `")));
    }
  }
  return names;
}

class ConformanceTest : public ::testing::TestWithParam<RegisteredTool> {
 protected:
  std::string name() const {
    return absl::StrCat("minidcos-", GetParam().name);
  }

  ToolResult Run(const std::vector<std::string>& arguments,
                 const ToolOptions& options = {}) const {
    return RunToEnd(Installed(name()), arguments, options);
  }

  int ExitCode(int exit_code) const {
    return GetParam().runs_command ? 125 : exit_code;
  }
};

TEST_P(ConformanceTest, HelpIsTheGoldenFile) {
  const std::string folder = absl::StrReplaceAll(GetParam().name, {{"-", "_"}});
  const std::string golden =
      Read(absl::StrCat("tools/", folder, "/testdata/help.txt"));
  for (const char* flag : {"--help", "-h"}) {
    const ToolResult result = Run({flag});
    EXPECT_EQ(result.exit_code, 0) << result;
    EXPECT_EQ(result.out, golden);
    EXPECT_EQ(result.err, "");
  }
  ExpectFitsATerminal(golden);
  EXPECT_THAT(golden, StartsWith(absl::StrCat("Usage: ", name(), " ")));
  EXPECT_THAT(std::string(GetParam().summary), EndsWith("."));
}

TEST_P(ConformanceTest, VersionNamesTheTool) {
  const ToolResult result = Run({"--version"});
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_THAT(result.out,
              AllOf(StartsWith(absl::StrCat(name(), " ")), EndsWith("\n")));
  EXPECT_EQ(result.err, "");
}

TEST_P(ConformanceTest, UnknownFlagIsWrongUsage) {
  const ToolResult result = Run({"--no-such-flag"});
  EXPECT_EQ(result.exit_code, ExitCode(2)) << result;
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err,
              AllOf(StartsWith(absl::StrCat(name(), ": error: ")),
                    HasSubstr("'--no-such-flag'"),
                    EndsWith(absl::StrCat("try '", name(), " --help'\n"))));
}

TEST_P(ConformanceTest, TakesTheCommonFlagsInBothSpellings) {
  const std::vector<std::vector<std::string>> command_lines = {
      {"-c", "x"},
      {"-cx"},
      {"--cluster-id", "x"},
      {"--cluster_id=x"},
      {"-v"},
      {"-vvv"},
      {"--verbose"},
      {"--transport=docker-exec"},
      {"--enable-spinner"},
      {"--no-enable-spinner"},
      {"--noenable_spinner"}};
  for (std::vector<std::string> command_line : command_lines) {
    command_line.push_back("--help");
    EXPECT_EQ(Run(command_line).exit_code, 0) << command_line.front();
  }
}

TEST_P(ConformanceTest, KnowsEveryFlagOfItsHelpInBothSpellings) {
  const std::string help = Run({"--help"}).out;
  for (absl::string_view line : absl::StrSplit(help, '\n')) {
    const size_t begin = line.find("--");
    if (!absl::StartsWith(line, "  ") || begin > 6) continue;
    const std::string flag = absl::StrReplaceAll(
        line.substr(begin, line.find(' ', begin) - begin), {{"[no-]", ""}});
    const std::string underscored =
        absl::StrCat("--", absl::StrReplaceAll(flag.substr(2), {{"-", "_"}}));
    // One that takes a value is refused for having none; --help keeps the
    // others from doing anything.
    for (const std::string& spelling :
         std::set<std::string>{flag, underscored}) {
      EXPECT_THAT(Run({"--help", spelling}).err,
                  Not(HasSubstr("unknown flag")));
    }
  }
}

class EngineConformanceTest : public ConformanceTest {};

TEST_P(EngineConformanceTest, SaysThatThereIsNoEngine) {
  const ToolResult result =
      Run({GetParam().arguments.begin(), GetParam().arguments.end()},
          {.environment = {{"DOCKER_HOST", kNoEngine}}});
  EXPECT_EQ(result.exit_code, ExitCode(5)) << result;
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("/nonexistent/docker.sock"));
}

TEST_P(EngineConformanceTest, UsesTheEngineOfItsFlag) {
  std::vector<std::string> words = {"-H", "unix:///nonexistent/flag.sock"};
  for (const absl::string_view argument : GetParam().arguments) {
    words.emplace_back(argument);
  }
  const ToolResult result =
      Run(words, {.environment = {{"DOCKER_HOST", kNoEngine}}});
  EXPECT_EQ(result.exit_code, ExitCode(5)) << result;
  EXPECT_THAT(result.err, HasSubstr("/nonexistent/flag.sock"));
}

TEST_P(ConformanceTest, FailsWhenTheOutputDeviceIsFull) {
  const ToolResult result = Run({"--help"}, {.output_path = "/dev/full"});
  EXPECT_EQ(result.exit_code, ExitCode(1)) << result;
  EXPECT_THAT(result.err, HasSubstr("No space left on device"));
}

TEST_P(ConformanceTest, IsFoundByTheDispatcher) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{}, std::vector<std::string>{"docker"}}) {
    std::vector<std::string> command_line = words;
    command_line.emplace_back(GetParam().name);
    command_line.push_back("--help");
    const ToolResult result = RunToEnd(Installed("minidcos"), command_line);
    EXPECT_EQ(result.exit_code, 0) << result;
    EXPECT_EQ(result.out, Run({"--help"}).out);
  }
}

std::string TestName(const ::testing::TestParamInfo<RegisteredTool>& info) {
  return absl::StrReplaceAll(info.param.name, {{"-", "_"}});
}

std::vector<RegisteredTool> ToolsThatNeedAnEngine() {
  std::vector<RegisteredTool> tools;
  for (const RegisteredTool& tool : RegisteredTools()) {
    if (tool.needs_engine) tools.push_back(tool);
  }
  return tools;
}

INSTANTIATE_TEST_SUITE_P(Tools, ConformanceTest,
                         ::testing::ValuesIn(RegisteredTools()), TestName);
INSTANTIATE_TEST_SUITE_P(Tools, EngineConformanceTest,
                         ::testing::ValuesIn(ToolsThatNeedAnEngine()),
                         TestName);

TEST(Readme, HasARowPerTool) {
  std::set<std::string> registered;
  for (const RegisteredTool& tool : RegisteredTools()) {
    registered.emplace(tool.name);
  }
  EXPECT_EQ(ToolsOfReadme(), registered);
}

TEST(Dispatcher, ListsEveryTool) {
  const ToolResult result = RunToEnd(Installed("minidcos"), {"--help"});
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_EQ(result.err, "");
  ExpectFitsATerminal(result.out);
  for (const RegisteredTool& tool : RegisteredTools()) {
    EXPECT_THAT(result.out, HasSubstr(absl::StrCat("\n  ", tool.name, " ")));
    EXPECT_THAT(result.out, HasSubstr(absl::StrCat("  ", tool.summary, "\n")));
  }
}

TEST(Dispatcher, KeepsTheToolsManners) {
  EXPECT_THAT(RunToEnd(Installed("minidcos"), {"--version"}).out,
              StartsWith("minidcos "));
  const ToolResult unknown = RunToEnd(Installed("minidcos"), {"no-such-tool"});
  EXPECT_EQ(unknown.exit_code, 2) << unknown;
  EXPECT_EQ(unknown.out, "");
  EXPECT_THAT(unknown.err,
              StartsWith("minidcos: error: unknown tool 'no-such-tool'"));
  EXPECT_EQ(
      RunToEnd(Installed("minidcos"), {"--help"}, {.output_path = "/dev/full"})
          .exit_code,
      1);
}

}  // namespace
}  // namespace minidcos
