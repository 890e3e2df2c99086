#include "common/dcos/config/extra_config.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/dcos/config/config.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ParseExtraConfig, KeepsTheTypeThatASpellingGives) {
  const struct {
    absl::string_view yaml;
    absl::string_view value;
  } kCases[] = {
      {"k: false", "false"},
      {"k: 'false'", "\"false\""},
      {"k: \"no\"", "\"no\""},
      {"k: 22", "22"},
      {"k: '022'", "\"022\""},
      {"k: 1e3", "1e3"},
      {"k: 1.2.3", "1.2.3"},
      {"k: '1.5'", "\"1.5\""},
      {"k: '2021-01-01'", "\"2021-01-01\""},
      {"k: [~, 1.5]", "[~, 1.5]"},
      {"k: a, b", "a, b"},
      {"k: [a, 'yes', yes]", "[a, \"yes\", yes]"},
      {"k:\n- x\n- y", "[x, y]"},
      {"k: {a: 1, b: [c: '2']}", "{a: 1, b: [{c: \"2\"}]}"},
      {"k: |\n  one\n  two\n", "\"one\\ntwo\\n\""},
      {"k: >\n  one\n  two\n", "\"one two\\n\""},
      {"k: !!str 5", "!<tag:yaml.org,2002:str> 5"},
      {"base: &x {a: 1}\nk: *x", "{a: 1}"},
      {"k: []", "[]"},
      {"k: {}", "{}"},
      {"k: caf\xc3\xa9", "caf\xc3\xa9"},
  };
  for (const auto& test : kCases) {
    const auto config = ParseExtraConfig(test.yaml, "f");
    ASSERT_THAT(config, IsOk()) << test.yaml;
    EXPECT_EQ(config->at("k"), test.value) << test.yaml;
  }
}

TEST(ParseExtraConfig, TakesNothingForAnEmptyMap) {
  for (const absl::string_view yaml : {"", "# nothing\n", "---\n", "{}", "~"}) {
    EXPECT_THAT(ParseExtraConfig(yaml, "f"), IsOkAndHolds(IsEmpty())) << yaml;
  }
}

TEST(ParseExtraConfig, SurvivesBeingReadAgain) {
  constexpr absl::string_view kYaml =
      "a: 'no'\nb: |\n  x\n  y\nc: {d: [1, '2'], e: \"\\u0007\"}\nf: \"\"\n";
  const auto config = ParseExtraConfig(kYaml, "f");
  ASSERT_THAT(config, IsOk());

  EXPECT_THAT(ParseExtraConfig(ConfigYaml(*config), "f"),
              IsOkAndHolds(*config));
}

TEST(ParseExtraConfig, TellsWhereItIsWrong) {
  const struct {
    absl::string_view yaml;
    absl::string_view error;
  } kCases[] = {
      {"- a", "line 1, column 1: not a valid DC/OS configuration: a list"},
      {"foo", "line 1, column 1: not a valid DC/OS configuration: a scalar"},
      {"a: 1\nb: 2\na: 3", "line 3, column 1: duplicate key 'a'"},
      {"a:\n  b: 1\n  b: 2", "line 3, column 3: duplicate key 'b'"},
      {"a: [{b: 1, b: 2}]", "line 1, column 12: duplicate key 'b'"},
      {"a: 1\n---\nb: 2", "line 3, column 1: a second YAML document begins"},
      {"x: 1\na: b: c", "line 2, column 5: illegal map value"},
      {"a: \"x", "line 1, column 6: "},
      {"a:\n\tb: 1", "line 2, column 3: "},
      {"a: *nope", "line 1, column 4: "},
      {"{{ host }}: 1", "line 1, column 1: a key must be a scalar"},
      {"[a]: 1", "line 1, column 1: a key must be a scalar"},
      {"a: &x {b: 1}\n<<: *x", "line 2, column 1: a merge key"},
      {"a: 1\nk:", "line 2, column 1: the value of 'k' is null"},
      {"k: null", "line 1, column 1: the value of 'k' is null"},
      {"k: 1.5", "line 1, column 1: the value of 'k' is a float"},
      {"k: -.5e+3", "line 1, column 1: the value of 'k' is a float"},
      {"k: .inf", "line 1, column 1: the value of 'k' is a float"},
      {"k: 2021-01-01", "line 1, column 4: a date"},
      {"a: 1\nk: [2021-1-1 1:02:03]", "line 2, column 5: a date"},
      {"a: 1\nb: caf\xe9", "line 2, column 7: not UTF-8"},
      {"\xff\xfe", "line 1, column 1: not UTF-8"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(ParseExtraConfig(test.yaml, "extra.yaml"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr(absl::StrCat("'extra.yaml', ", test.error))))
        << test.yaml;
  }
}

TEST(ParseExtraConfig, RefusesAliasesThatNeverEnd) {
  EXPECT_THAT(
      ParseExtraConfig("a: &x [*x]", "f"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("too big")));
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 20; ++i) {
    absl::StrAppend(&bomb, "a", i, ": &a", i, " [*a", i - 1, ", *a", i - 1,
                    ", *a", i - 1, "]\n");
  }
  EXPECT_THAT(
      ParseExtraConfig(bomb, "f"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("too big")));
}

TEST(ReadExtraConfig, ReadsAFile) {
  const std::string path = absl::StrCat(testing::TempDir(), "/extra.yaml");
  ASSERT_THAT(WriteFile(path, "a: 1\n", 0600), IsOk());
  EXPECT_THAT(ReadExtraConfig(path), IsOkAndHolds(DcosConfig{{"a", "1"}}));

  ASSERT_THAT(WriteFile(path, "a: [\n", 0600), IsOk());
  EXPECT_THAT(ReadExtraConfig(path),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(path)));
}

TEST(ReadExtraConfig, TellsThatAFileCannotBeRead) {
  EXPECT_THAT(ReadExtraConfig(testing::TempDir()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr(testing::TempDir())));
}

TEST(ReadExtraConfig, TellsThatThereIsNone) {
  EXPECT_THAT(ReadExtraConfig("/nonexistent/extra.yaml"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("'/nonexistent/extra.yaml'")));
}

}  // namespace
}  // namespace minidcos
