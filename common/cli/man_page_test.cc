#include "common/cli/man_page.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/cli/flag.h"
#include "common/cli/tool_info.h"
#include "common/cli/version.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(ManPage, HasAllThatHelpHas) {
  int32_t masters = 3;
  bool mount = true;
  const ToolInfo info = {
      .name = "minidcos-make",
      .summary = "Make it.",
      .usage = "FILE",
      .description = "Makes it.",
      .flags = {{"Nodes",
                 {{.name = "masters",
                   .target = &masters,
                   .value = "N",
                   .help = "how many",
                   .letter = 'm',
                   .environment = "MASTERS"},
                  {.name = "mount", .target = &mount, .help = "mount it"}}}},
      .examples = {"minidcos make 'a b'"}};
  EXPECT_EQ(ManPage(info, info.flags, {"minidcos"}),
            absl::StrCat(".TH \"MINIDCOS\\-MAKE\" 1 \"\" \"minidcos ", kVersion,
                         "\" \"minidcos manual\"\n",
                         R"(.nh
.ad l
.SH "NAME"
minidcos\-make \- make it
.SH "SYNOPSIS"
\fBminidcos make\fR \fI[FLAG...] FILE\fR
.br
\fBminidcos\-make\fR \fI[FLAG...] FILE\fR
.SH "DESCRIPTION"
Makes it.
.SH "OPTIONS"
.SS "Nodes"
.TP
\fB\-m\fR, \fB\-\-masters\fR \fIN\fR
how many (default: 3; or $MASTERS)
.TP
\fB\-\-[no\-]mount\fR
mount it (default: on)
.SH "EXIT STATUS"
.TP
\fB0\fR
done
.TP
\fB1\fR
it failed, or the answer is no
.TP
\fB2\fR
wrong usage or a bad value
.TP
\fB3\fR
no such cluster, node, network or file
.TP
\fB4\fR
it already exists
.TP
\fB5\fR
the engine or a needed program cannot be reached or refuses
.TP
\fB6\fR
timed out
.TP
\fB70\fR
a bug in the tool
.SH "ENVIRONMENT"
.TP
\fBMASTERS\fR
what \fB\-\-masters\fR is without that flag
.TP
\fBDOCKER_HOST\fR and others
which engine, and where things go: see minidcos(1)
.SH "EXAMPLES"
.RS 2
.EX
minidcos make \(aqa b\(aq
.EE
.RE
.SH "SEE ALSO"
\fBminidcos\fR(1)
)"));
}

TEST(ManPage, TellsHowACommandsCodeIsPassedThrough) {
  EXPECT_THAT(
      ManPage({.name = "minidcos-x", .summary = "Do it.", .runs_command = true},
              {}, {}),
      HasSubstr("\\fBany\\fR\nthe command\\(aqs own\n"));
}

}  // namespace
}  // namespace minidcos
