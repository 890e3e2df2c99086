#include "common/dcos/output_tail.h"

#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(StripEscapes, TakesOutColours) {
  EXPECT_EQ(
      StripEscapes("\x1b[1m\x1b[31merror\x1b[0m: \x1b[38;5;1mred\x1b[m\r\n"),
      "error: red\n");
}

TEST(StripEscapes, TakesOutWhatIsCutShort) {
  EXPECT_EQ(StripEscapes("a\x1b"), "a");
  EXPECT_EQ(StripEscapes("a\x1b["), "a");
  EXPECT_EQ(StripEscapes("a\x1b[3"), "a");
  EXPECT_EQ(StripEscapes("a\x1b(B"), "a(B");
}

TEST(OutputTail, IsTheLastLinesOfBothStreams) {
  EXPECT_EQ(OutputTail("1\n2\n\n3\n", "4\n  \n\x1b[31m5 \x1b[0m\n6", 2),
            "2\n3\n5\n6\n");
}

TEST(OutputTail, PutsThePrefixBeforeEachLine) {
  EXPECT_EQ(OutputTail("one\n", "two\n", 9, "master_0: "),
            "master_0: one\nmaster_0: two\n");
}

TEST(OutputTail, IsNothingOfNothing) {
  EXPECT_EQ(OutputTail("", "\n", 5, "x: "), "");
}

}  // namespace
}  // namespace minidcos
