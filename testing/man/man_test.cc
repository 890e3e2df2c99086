// The pages of the manual, read by man itself.

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/registry.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// What man shows of the page at `path` on 80 columns, and its warnings.
SubprocessResult Man(const std::string& path) {
  const auto result = RunSubprocess(
      Context(), {"man", "--warnings=mac,w", "--local-file", path},
      {.environment = {{"LC_ALL", "C.UTF-8"},
                       {"MANROFFOPT", ""},
                       {"MANWIDTH", "80"},
                       {"MAN_KEEP_FORMATTING", ""}}});
  EXPECT_THAT(result, IsOk());
  return result.ok() ? *result : SubprocessResult();
}

// What whatis would say of it.
std::string Whatis(const std::string& path) {
  const auto result =
      RunSubprocess(Context(), {"lexgrog", "--man", "--whatis", path});
  EXPECT_THAT(result, IsOk());
  return result.ok() ? result->stdout_text : "";
}

std::string Page(absl::string_view program) {
  return RunfilePath(absl::StrCat("share/man/man1/", program, ".1"));
}

// The flags that lines begin with which are indented by a few spaces:
// "--cluster-id".
std::set<std::string> FlagsOf(absl::string_view text) {
  std::set<std::string> flags;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!absl::ConsumePrefix(&line, "  ")) continue;
    line = absl::StripLeadingAsciiWhitespace(line);
    if (!absl::StartsWith(line, "-")) continue;
    const size_t begin = line.find("--");
    if (begin > 5) continue;
    line = line.substr(begin);
    flags.emplace(line.substr(0, line.find(' ')));
  }
  return flags;
}

// What is under the title "OPTIONS".
std::string Options(const std::string& page) {
  const size_t begin = page.find("\nOPTIONS\n");
  return page.substr(begin, page.find("\nEXIT STATUS\n") - begin);
}

// Of each tool, by its name.
class ToolPage : public testing::TestWithParam<std::string> {
 protected:
  static std::string name() { return "minidcos-" + GetParam(); }
};

std::vector<std::string> ToolNames() {
  std::vector<std::string> names;
  for (const RegisteredTool& tool : RegisteredTools()) {
    names.emplace_back(tool.name);
  }
  return names;
}

TEST_P(ToolPage, IsShownWithoutAWarning) {
  const SubprocessResult shown = Man(Page(name()));
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_THAT(shown.stderr_text, IsEmpty());
  EXPECT_THAT(shown.stdout_text,
              AllOf(HasSubstr("\nNAME\n"), HasSubstr("\nSYNOPSIS\n"),
                    HasSubstr("\nDESCRIPTION\n"), HasSubstr("\nOPTIONS\n"),
                    HasSubstr("\n   Common flags\n"),
                    HasSubstr("\nEXIT STATUS\n"), HasSubstr("\nENVIRONMENT\n"),
                    HasSubstr("\nEXAMPLES\n"), HasSubstr("\nSEE ALSO\n")));
}

TEST_P(ToolPage, HasTheFlagsOfHelp) {
  const ToolResult help =
      RunToEnd(RunfilePath(absl::StrCat("bin/", name())), {"--help"});
  EXPECT_THAT(FlagsOf(help.out), Not(IsEmpty()));
  EXPECT_EQ(FlagsOf(Options(Man(Page(name())).stdout_text)), FlagsOf(help.out));
}

TEST_P(ToolPage, IsFoundByItsName) {
  EXPECT_THAT(Whatis(Page(name())),
              HasSubstr(absl::StrCat(": \"", name(), " - ")));
}

INSTANTIATE_TEST_SUITE_P(Tools, ToolPage, testing::ValuesIn(ToolNames()),
                         [](const auto& info) {
                           return absl::StrReplaceAll(info.param, {{"-", "_"}});
                         });

TEST(MinidcosPage, NamesEveryTool) {
  const SubprocessResult shown = Man(Page("minidcos"));
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_THAT(shown.stderr_text, IsEmpty());
  for (const RegisteredTool& tool : RegisteredTools()) {
    EXPECT_THAT(
        shown.stdout_text,
        HasSubstr(absl::StrCat(tool.name, ", minidcos-", tool.name, "(1)\n")));
  }
  EXPECT_THAT(shown.stdout_text,
              AllOf(HasSubstr("--cluster-id"), HasSubstr("DOCKER_CERT_PATH")));
  EXPECT_THAT(Whatis(Page("minidcos")), HasSubstr(": \"minidcos - make and"));
}

// That there is no warning says something only if there could be one.
TEST(Man, WarnsOfWhatIsWrong) {
  const std::string path = testing::TempDir() + "/bad.1";
  ASSERT_THAT(WriteFile(path,
                        ".TH X 1\n.SH NAME\nx \\- y\n.no-such-macro\n"
                        "\\fB\\*[no-such-string]\n",
                        0600),
              IsOk());
  EXPECT_THAT(Man(path).stderr_text, HasSubstr("no-such-macro"));
}

}  // namespace
}  // namespace minidcos
