#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "common/base/json.h"
#include "common/doctor/checks.h"
#include "common/doctor/doctor.h"
#include "common/doctor/finding.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "tools/doctor/doctor.h"
#include "tools/doctor/doctor.pb.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::Le;

constexpr Check kFirst = {
    .name = "first", .looks_at = "the first thing", .why = "it matters"};
constexpr Check kSecond = {
    .name = "second", .looks_at = "the second thing", .why = "that too"};

std::string Text(const std::vector<CheckResult>& results) {
  std::ostringstream out;
  WriteText(results, "docs", out);
  return out.str();
}

TEST(WriteText, TellsOfWhatIsNotWell) {
  EXPECT_EQ(Text({{&kFirst, Ok("all is well"), absl::Seconds(1)},
                  {&kSecond, Warning("too little", "'get more'")}}),
            "ok       first            all is well\n"
            "warning  second           too little\n"
            "           looked at      the second thing\n"
            "           why            that too\n"
            "           do             'get more'\n"
            "\n"
            "1 warning, 1 ok\n"
            "each check: docs/doctor.md; other troubles: "
            "docs/troubleshooting.md\n");
}

TEST(WriteText, TellsWhatCouldNotBeChecked) {
  EXPECT_THAT(Text({{&kFirst, {.found = "no engine"}},
                    {&kSecond, Error("x", "")},
                    {&kSecond, Error("y", "")}}),
              AllOf(HasSubstr("unknown  first            could not check: no "
                              "engine\n"),
                    HasSubstr("\n2 errors, 1 could not be checked\n")));
}

TEST(WriteText, FitsATerminalAndCannotDriveIt) {
  std::string found = "\x1b[2J\n";
  for (int i = 0; i < 50; ++i) found += "word ";
  const std::string text = Text({{&kFirst, Error(found, found)}});
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_THAT(line.size(), Le(80u)) << line;
  }
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(WriteJson, HasAllOfIt) {
  std::ostringstream out;
  ASSERT_THAT(
      WriteJson({{&kFirst, Note("so \xff far", "'wait'"), absl::Seconds(2)},
                 {&kSecond, {.found = "no engine"}}},
                "/pages", out),
      IsOk());
  DoctorReport report;
  ASSERT_THAT(ParseJson(out.str(), report), IsOk());
  ASSERT_EQ(report.checks_size(), 2);
  const DoctorCheck& check = report.checks(0);
  EXPECT_EQ(check.name(), "first");
  EXPECT_EQ(check.result(), "note");
  EXPECT_EQ(check.found(), "so ? far");
  EXPECT_EQ(check.looked_at(), "the first thing");
  EXPECT_EQ(check.what_to_do(), "'wait'");
  EXPECT_EQ(check.why(), "it matters");
  EXPECT_EQ(check.seconds(), 2);
  EXPECT_EQ(report.checks(1).result(), "unknown");
  EXPECT_EQ(report.result(), "unknown");
  EXPECT_EQ(report.troubleshooting(), "/pages/troubleshooting.md");
  // A script finds a field that is empty, too.
  EXPECT_THAT(out.str(), HasSubstr("\"what_to_do\": \"\""));
}

TEST(WriteJson, TellsTheWorst) {
  const auto worst = [](const std::vector<CheckResult>& results) {
    std::ostringstream out;
    EXPECT_THAT(WriteJson(results, "docs", out), IsOk());
    DoctorReport report;
    EXPECT_THAT(ParseJson(out.str(), report), IsOk());
    return report.result();
  };
  EXPECT_EQ(worst({}), "ok");
  EXPECT_EQ(worst({{&kFirst, Ok("")}, {&kSecond, {}}}), "unknown");
  EXPECT_EQ(worst({{&kFirst, {}}, {&kSecond, Note("", "")}}), "unknown");
  EXPECT_EQ(worst({{&kFirst, {}}, {&kSecond, Warning("", "")}}), "warning");
  EXPECT_EQ(worst({{&kFirst, Error("", "")}, {&kSecond, {}}}), "error");
}

TEST(PagesOf, AreBesideTheProgramOrInTheSource) {
  namespace fs = std::filesystem;
  const ScopedFolder prefix =
      *ScopedFolder::Make(testing::TempDir(), "prefix-");
  const fs::path root = prefix.path();
  EXPECT_EQ(PagesOf(root / "bin/minidcos-doctor"), "docs");
  const fs::path pages = root / "share/doc/minidcos";
  fs::create_directories(pages);
  std::ofstream(pages / "troubleshooting.md") << "#";
  EXPECT_EQ(PagesOf(root / "bin/minidcos-doctor"), pages.string());
  EXPECT_EQ(PagesOf(""), "docs");
}

TEST(HasError, IsNotTrueOfWarnings) {
  EXPECT_FALSE(HasError({}));
  EXPECT_FALSE(HasError({{&kFirst, Warning("", "")}, {&kSecond, {}}}));
  EXPECT_TRUE(HasError({{&kFirst, Ok("")}, {&kSecond, Error("", "")}}));
}

}  // namespace
}  // namespace minidcos
