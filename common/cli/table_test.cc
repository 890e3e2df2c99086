#include "common/cli/table.h"

#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(Table, AlignsItsColumns) {
  EXPECT_EQ(Table({{"ID", "AGE", "STATE"},
                   {"default", "5m", "running"},
                   {"b", "", "stopped"}}),
            "ID       AGE  STATE\n"
            "default  5m   running\n"
            "b             stopped\n");
}

TEST(Table, LeavesNoSpaceAtALinesEnd) {
  EXPECT_EQ(Table({{"ID", "DC/OS"}, {"long-name", ""}, {"b"}, {}}),
            "ID         DC/OS\nlong-name\nb\n\n");
}

TEST(Table, CountsCharactersAndNotBytes) {
  EXPECT_EQ(Table({{"é", "x"}, {"ab", "y"}}), "é   x\nab  y\n");
}

TEST(Table, KeepsACellFromDrivingTheTerminal) {
  EXPECT_EQ(Table({{"a\nb", "\x1b[31m"}}), "a b  ?[31m\n");
}

TEST(Table, OfNothingIsNothing) { EXPECT_EQ(Table({}), ""); }

}  // namespace
}  // namespace minidcos
