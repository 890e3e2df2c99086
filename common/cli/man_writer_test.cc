#include "common/cli/man_writer.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

// The page from its first section on.
std::string Page(const ManWriter& man) {
  return man.page().substr(man.page().find(".SH"));
}

TEST(EscapeRoff, NamesWhatTroffWouldChange) {
  EXPECT_EQ(EscapeRoff(R"(a-b \n 'c' `d` ^~ "e")"),
            R"(a\-b \(rsn \(aqc\(aq \(gad\(ga \(ha\(ti \(dqe\(dq)");
}

TEST(ManWriter, NamesThePage) {
  ManWriter man("minidcos-list");
  man.Name("List all clusters.");
  EXPECT_THAT(man.page(), testing::StartsWith(
                              ".TH \"MINIDCOS\\-LIST\" 1 \"\" \"minidcos "));
  EXPECT_EQ(Page(man), ".SH \"NAME\"\nminidcos\\-list \\- list all clusters\n");
}

TEST(ManWriter, WritesProseWithFlagsAndProgramsInBold) {
  ManWriter man("x");
  man.Section("DESCRIPTION");
  man.Text("As minidcos-list (see --long, '--output=json') -- does.\n\nMore.");
  EXPECT_EQ(Page(man),
            ".SH \"DESCRIPTION\"\n"
            "As \\fBminidcos\\-list\\fR (see \\fB\\-\\-long\\fR, "
            "\\(aq\\fB\\-\\-output\\fR=json\\(aq) \\-\\- does.\n"
            ".PP\n"
            "More.\n");
}

TEST(ManWriter, WritesNoRequestByMistake) {
  ManWriter man("x");
  man.Section("S");
  man.Text(".so is a file's name\n'so' too");
  EXPECT_EQ(Page(man),
            ".SH \"S\"\n\\&.so is a file\\(aqs name\n\\(aqso\\(aq too\n");
}

TEST(ManWriter, LeavesIndentedLinesAsTheyAre) {
  ManWriter man("x");
  man.Section("S");
  man.Text("Thus:\n  a  b\n  .c\nand so on");
  EXPECT_THAT(man.page(), EndsWith("Thus:\n.RS 2\n.EX\na  b\n\\&.c\n.EE\n.RE\n"
                                   "and so on\n"));
}

TEST(ManWriter, WritesItemsAndReferences) {
  ManWriter man("x");
  man.Subsection("Some \"flags\"");
  man.Item(Bold("-l"), "a table");
  man.SeeAlso({"minidcos", "ssh"});
  EXPECT_THAT(man.page(), HasSubstr(".SS \"Some \\(dqflags\\(dq\"\n"
                                    ".TP\n\\fB\\-l\\fR\na table\n"));
  EXPECT_THAT(man.page(), EndsWith("\\fBminidcos\\fR(1),\n\\fBssh\\fR(1)\n"));
}

}  // namespace
}  // namespace minidcos
