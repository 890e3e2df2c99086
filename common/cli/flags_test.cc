#include "common/cli/flags.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "gflags/gflags.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

DEFINE_int32(parser_test_masters, 1, "how many masters");

namespace minidcos {
namespace {

using ::testing::ElementsAre;

struct Values {
  bool wait = false;
  bool spinner = true;
  bool no_colour = false;
  FlagCount verbose;
  int32_t masters = 1;
  std::string id = "default";
  std::string format = "text";
  absl::Duration timeout = absl::Hours(1);
  std::vector<std::string> volumes;

  std::vector<FlagGroup> Flags() {
    return {{"Some",
             {{.name = "wait-for-dcos", .target = &wait, .letters = "vw"},
              {.name = "spinner", .target = &spinner},
              {.name = "no-colour", .target = &no_colour},
              {.name = "verbose", .target = &verbose, .letter = 'v'},
              {.name = "masters", .target = &masters, .value = "N"}}},
            {"Others",
             {{.name = "id", .target = &id, .value = "ID", .letter = 'c'},
              {.name = "format",
               .target = &format,
               .value = "FORMAT",
               .environment = "FLAGS_TEST_FORMAT",
               .choices = {"text", "json"}},
              {.name = "timeout", .target = &timeout, .value = "DURATION"},
              {.name = "volume", .target = &volumes, .value = "V"}}}};
  }

  // What differs from the defaults, and the words.
  std::string Print(const std::vector<std::string>& words) const {
    std::vector<std::string> parts;
    if (wait) parts.push_back("wait");
    if (!spinner) parts.push_back("nospinner");
    if (no_colour) parts.push_back("nocolour");
    if (verbose.count > 0) parts.push_back("v" + std::to_string(verbose.count));
    if (masters != 1) parts.push_back("m" + std::to_string(masters));
    if (id != "default") parts.push_back("id:" + id);
    if (format != "text") parts.push_back("format:" + format);
    if (timeout != absl::Hours(1)) {
      parts.push_back(absl::FormatDuration(timeout));
    }
    for (const std::string& volume : volumes) parts.push_back("vol:" + volume);
    parts.push_back("[" + absl::StrJoin(words, "|") + "]");
    return absl::StrJoin(parts, " ");
  }
};

struct Case {
  std::vector<std::string> arguments;
  // What Values::Print says, or the error.
  std::string expected;
};

std::string ParseAndPrint(const std::vector<std::string>& arguments,
                          bool end_at_first_word = false) {
  Values values;
  const auto words = ParseFlags(values.Flags(), arguments, end_at_first_word);
  if (words.ok()) return values.Print(*words);
  EXPECT_THAT(words, StatusIs(absl::StatusCode::kInvalidArgument));
  return std::string(words.status().message());
}

TEST(ParseFlags, UnderstandsEverySpelling) {
  const Case cases[] = {
      {{}, "[]"},
      {{"--masters", "3"}, "m3 []"},
      {{"--masters=3"}, "m3 []"},
      {{"--masters=-2147483648"}, "m-2147483648 []"},
      {{"--wait-for-dcos"}, "wait []"},
      {{"--wait_for_dcos"}, "wait []"},
      {{"--wait_for-dcos=yes"}, "wait []"},
      {{"--wait-for-dcos", "--no-wait-for-dcos"}, "[]"},
      {{"--no-colour"}, "nocolour []"},
      {{"--nocolour"}, "nocolour []"},
      {{"--no-spinner"}, "nospinner []"},
      {{"--no_spinner"}, "nospinner []"},
      {{"--nospinner"}, "nospinner []"},
      {{"--spinner=false"}, "nospinner []"},
      {{"-c", "x"}, "id:x []"},
      {{"-cx"}, "id:x []"},
      {{"--id="}, "id: []"},
      {{"--id", "--masters"}, "id:--masters []"},
      {{"--id=a=b"}, "id:a=b []"},
      {{"--id=a_b"}, "id:a_b []"},
      {{"-v"}, "v1 []"},
      {{"-vvv"}, "v3 []"},
      {{"-vw"}, "wait []"},
      {{"-v", "--verbose", "-v"}, "v3 []"},
      {{"-vvc", "x"}, "v2 id:x []"},
      {{"--timeout=1h30m"}, "1h30m []"},
      {{"--timeout", "90s"}, "1m30s []"},
      {{"--format", "json"}, "format:json []"},
      {{"--masters=3", "--masters=5"}, "m5 []"},
      {{"--volume", "a", "--volume=b,c", "--volume="}, "vol:a vol:b,c vol: []"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ParseAndPrint(c.arguments), c.expected)
        << absl::StrJoin(c.arguments, " ");
  }
}

TEST(ParseFlags, TellsWordsFromFlags) {
  const Case cases[] = {
      {{"a", "--masters", "3", "b"}, "m3 [a|b]"},
      {{"-"}, "[-]"},
      {{""}, "[]"},
      {{"a", "--", "--masters", "--", "-c"}, "[a|--masters|--|-c]"},
      {{"--"}, "[]"},
      {{"--id", "--", "a"}, "id:-- [a]"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ParseAndPrint(c.arguments), c.expected)
        << absl::StrJoin(c.arguments, " ");
  }
}

TEST(ParseFlags, CanEndAtTheFirstWord) {
  const Case cases[] = {
      {{"-v", "bash", "-c", "ls", "--", "-v"}, "v1 [bash|-c|ls|--|-v]"},
      {{"-c", "x", "--", "-v", "--"}, "id:x [-v|--]"},
      {{"-", "-v"}, "[-|-v]"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ParseAndPrint(c.arguments, /*end_at_first_word=*/true),
              c.expected)
        << absl::StrJoin(c.arguments, " ");
  }
}

TEST(ParseFlags, SaysWhatIsWrong) {
  const Case cases[] = {
      {{"--mastres", "3"},
       "unknown flag '--mastres'; did you mean '--masters'?"},
      {{"--no-spiner"},
       "unknown flag '--no-spiner'; did you mean '--no-spinner'?"},
      {{"--zzzzzzzz=1"}, "unknown flag '--zzzzzzzz'"},
      {{"--no-masters"},
       "unknown flag '--no-masters'; did you mean '--masters'?"},
      {{"-x"}, "unknown flag '-x'"},
      {{"-vx"}, "unknown flag '-vx'"},
      {{"-1"}, "unknown flag '-1'"},
      {{"---"}, "unknown flag '---'"},
      {{"--masters"}, "flag '--masters' needs a value, N"},
      {{"-c"}, "flag '-c' needs a value, ID"},
      {{"--masters=three"}, "flag '--masters': 'three' is not a whole number"},
      {{"--masters="}, "flag '--masters': '' is not a whole number"},
      {{"--masters= 3"}, "flag '--masters': ' 3' is not a whole number"},
      {{"--masters=1.5"}, "flag '--masters': '1.5' is not a whole number"},
      {{"--masters=2147483648"},
       "flag '--masters': '2147483648' is not between -2147483648 and "
       "2147483647"},
      {{"--spinner=maybe"},
       "flag '--spinner': 'maybe' is not 'true' or 'false'"},
      {{"--no-spinner=true"}, "flag '--no-spinner' takes no value"},
      {{"--timeout=90"},
       "flag '--timeout': '90' is not a duration such as '90s', '15m' or "
       "'1h30m'"},
      {{"--timeout=-1s"},
       "flag '--timeout': '-1s' is not a duration such as '90s', '15m' or "
       "'1h30m'"},
      {{"--format=xml"}, "flag '--format': 'xml' is not one of: text, json"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ParseAndPrint(c.arguments), c.expected)
        << absl::StrJoin(c.arguments, " ");
  }
}

// What the words before a cursor leave open there.
std::string ParseUnfinishedAndPrint(const std::vector<std::string>& arguments,
                                    bool end_at_first_word = false) {
  Values values;
  const std::vector<FlagGroup> groups = values.Flags();
  const auto so_far = ParseUnfinished(groups, arguments, end_at_first_word);
  if (!so_far.ok()) return std::string(so_far.status().message());
  return absl::StrCat(
      values.Print(so_far->words), so_far->ended ? " ended" : "",
      so_far->awaits_value == nullptr
          ? ""
          : absl::StrCat(" awaits ", so_far->awaits_value->value));
}

TEST(ParseUnfinished, TellsWhatMayComeNext) {
  const Case cases[] = {
      {{}, "[]"},
      {{"--masters"}, "[] awaits N"},
      {{"--masters", "3"}, "m3 []"},
      {{"--masters=3", "a", "--id"}, "m3 [a] awaits ID"},
      {{"-vc"}, "v1 [] awaits ID"},
      {{"-cx"}, "id:x []"},
      {{"--wait-for-dcos"}, "wait []"},
      {{"a", "--", "--id"}, "[a|--id] ended"},
      {{"--no-such", "--id"}, "unknown flag '--no-such'"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ParseUnfinishedAndPrint(c.arguments), c.expected)
        << absl::StrJoin(c.arguments, " ");
  }
  EXPECT_EQ(ParseUnfinishedAndPrint({"-v", "ls", "--id"}, true),
            "v1 [ls|--id] ended");
}

TEST(ParseFlags, TakesDefaultsFromTheEnvironment) {
  setenv("FLAGS_TEST_FORMAT", "json", 1);
  EXPECT_EQ(ParseAndPrint({}), "format:json []");
  EXPECT_EQ(ParseAndPrint({"--format=text"}), "[]");
  setenv("FLAGS_TEST_FORMAT", "xml", 1);
  EXPECT_EQ(ParseAndPrint({}),
            "environment variable 'FLAGS_TEST_FORMAT': 'xml' is not one of: "
            "text, json");
  setenv("FLAGS_TEST_FORMAT", "", 1);
  EXPECT_EQ(ParseAndPrint({}), "[]");
  unsetenv("FLAGS_TEST_FORMAT");
}

TEST(Flag, MayBeAGflagsVariable) {
  const Flag flag = {.name = "parser-test-masters",
                     .target = &FLAGS_parser_test_masters,
                     .value = "N"};
  EXPECT_EQ(FlagHelp(flag), "how many masters");
  EXPECT_EQ(FlagDefault(flag), "1");
  EXPECT_THAT(
      ParseFlags({{"Nodes", {flag}}}, {"--parser_test_masters=3"}, false),
      IsOk());
  EXPECT_EQ(FLAGS_parser_test_masters, 3);
}

TEST(FlagDefault, ShowsWhatTheTargetHolds) {
  Values values;
  std::vector<std::string> defaults;
  for (const FlagGroup& group : values.Flags()) {
    for (const Flag& flag : group.flags) defaults.push_back(FlagDefault(flag));
  }
  EXPECT_THAT(defaults,
              ElementsAre("", "on", "", "", "1", "default", "text", "1h", ""));
}

TEST(ParseFlags, TellsWhichFlagIsOnTheCommandLine) {
  setenv("TEST_FLAGS_ID", "from-outside", 1);
  std::string id, given;
  int32_t masters = 1;
  FlagCount verbose;
  const std::vector<FlagGroup> flags = {
      {"All",
       {{.name = "id",
         .target = &id,
         .letter = 'c',
         .environment = "TEST_FLAGS_ID",
         .given = &given},
        {.name = "masters", .target = &masters, .given = &given},
        {.name = "verbose",
         .target = &verbose,
         .letter = 'v',
         .given = &given}}}};
  const auto given_of = [&](const std::vector<std::string>& arguments) {
    given.clear();
    EXPECT_THAT(ParseFlags(flags, arguments, false), IsOk());
    return given;
  };
  EXPECT_EQ(given_of({}), "");
  EXPECT_EQ(id, "from-outside");
  EXPECT_EQ(given_of({"--masters=1", "word"}), "masters");
  EXPECT_EQ(given_of({"-cx"}), "id");
  EXPECT_EQ(given_of({"-v"}), "verbose");
  EXPECT_EQ(given_of({"--", "-v"}), "");
  unsetenv("TEST_FLAGS_ID");
}

}  // namespace
}  // namespace minidcos
