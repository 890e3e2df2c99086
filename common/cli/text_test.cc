#include "common/cli/text.h"

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;

TEST(MaskControls, LeavesWordsAndLineFeeds) {
  EXPECT_EQ(MaskControls("a\tb\nc ✓ ü"), "a\tb\nc ✓ ü");
}

TEST(MaskControls, DisarmsTerminalSequences) {
  EXPECT_EQ(MaskControls("\033[31mred\007\x7f"), "?[31mred??");
  EXPECT_EQ(MaskControls("a\xC2\x9B"
                         "31m"),
            "a?31m")
      << "one-character CSI";
  EXPECT_EQ(MaskControls("progress\r\n"), "progress\n");
  EXPECT_EQ(MaskControls(absl::string_view("a\0b", 3)), "a?b");
}

TEST(MaskToOneLine, JoinsLines) {
  EXPECT_EQ(MaskToOneLine("a\nb\tc"), "a b c");
}

TEST(Indent, IndentsEveryLine) { EXPECT_EQ(Indent("a\nb", "> "), "> a\n> b"); }

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_THAT(Wrap("aa bb cc", 5), ElementsAre("aa bb", "cc"));
  EXPECT_THAT(Wrap("aa longword cc", 5), ElementsAre("aa", "longword", "cc"));
  EXPECT_THAT(Wrap("üü üü", 5), ElementsAre("üü üü")) << "columns, not bytes";
}

TEST(Wrap, KeepsParagraphsAndIndentedLines) {
  EXPECT_THAT(Wrap("aa\n\n  as  it is\nbb", 5),
              ElementsAre("aa", "", "  as  it is", "bb"));
}

TEST(FirstColumns, CutsWholeCharacters) {
  EXPECT_EQ(FirstColumns("aüb", 2), "aü");
  EXPECT_EQ(FirstColumns("aüb", 9), "aüb");
  EXPECT_EQ(FirstColumns("aüb", 0), "");
}

TEST(ShortAge, IsInTheLargestUnitThatFits) {
  EXPECT_EQ(ShortAge(absl::Seconds(59.9)), "59s");
  EXPECT_EQ(ShortAge(absl::Seconds(60)), "1m");
  EXPECT_EQ(ShortAge(absl::Minutes(119)), "1h");
  EXPECT_EQ(ShortAge(absl::Hours(47)), "1d");
  EXPECT_EQ(ShortAge(absl::Hours(24 * 400)), "400d");
}

TEST(ShortAge, IsNeverNegative) {
  EXPECT_EQ(ShortAge(-absl::Seconds(5)), "0s");
}

TEST(UtcTime, IsInWholeSeconds) {
  EXPECT_EQ(UtcTime(absl::FromUnixMillis(1795369500900)),
            "2026-11-22T17:45:00Z");
}

TEST(ShortSeconds, HasADecimalOnlyWhenItMatters) {
  EXPECT_EQ(ShortSeconds(absl::Milliseconds(1234)), "1.2 s");
  EXPECT_EQ(ShortSeconds(absl::Seconds(75)), "75 s");
}

TEST(Nearest, FindsTheWordMeant) {
  EXPECT_EQ(Nearest("lsit", {"create", "list"}), "list") << "swapped";
  EXPECT_EQ(Nearest("creat", {"create", "list"}), "create") << "missing";
  EXPECT_EQ(Nearest("listt", {"create", "list"}), "list") << "too much";
  EXPECT_EQ(Nearest("xyz", {"create", "list"}), "");
  EXPECT_EQ(Nearest("", {"create"}), "");
}

}  // namespace
}  // namespace minidcos
