#include "common/cli/help.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/cli/flags.h"
#include "common/cli/tool_info.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::Le;

class HelpTextTest : public ::testing::Test {
 protected:
  int32_t masters_ = 3;
  bool mount_ = true;
  std::string driver_;
  std::vector<std::string> volumes_;
  const ToolInfo info_ = {
      .name = "minidcos-x",
      .summary = "Do it.",
      .usage = "FILE",
      .description =
          "A long description that has more words than one line of "
          "eighty columns can hold.\n\n  as it is",
      .flags = {{"Nodes",
                 {{.name = "masters",
                   .target = &masters_,
                   .value = "N",
                   .help = "how many masters, which is a number that a quorum "
                           "can be made of",
                   .letter = 'm'},
                  {.name = "mount-sys-fs-cgroup",
                   .target = &mount_,
                   .help = "mount it"},
                  {.name = "docker-storage-driver",
                   .target = &driver_,
                   .value = "NAME",
                   .help = "of the nodes' Docker",
                   .environment = "DRIVER",
                   .choices = {"vfs", "overlay2"}},
                  {.name = "custom-volume",
                   .target = &volumes_,
                   .value = "V",
                   .help = "a volume"}}}},
      .examples = {"minidcos x file"}};
};

TEST_F(HelpTextTest, HasAllParts) {
  EXPECT_EQ(HelpText(info_, info_.flags),
            R"(Usage: minidcos-x [FLAG...] FILE

Do it.

A long description that has more words than one line of eighty columns can hold.

  as it is

Nodes:
  -m, --masters N             how many masters, which is a number that a quorum
                              can be made of (default: 3)
      --[no-]mount-sys-fs-cgroup
                              mount it (default: on)
      --docker-storage-driver NAME
                              of the nodes' Docker (vfs or overlay2; or $DRIVER)
      --custom-volume V       a volume (repeatable)

Examples:
  minidcos x file

Exit codes:
  0    done
  1    it failed, or the answer is no
  2    wrong usage or a bad value
  3    no such cluster, node, network or file
  4    it already exists
  5    the engine or a needed program cannot be reached or refuses
  6    timed out
  70   a bug in the tool
)");
}

TEST_F(HelpTextTest, FitsATerminal) {
  const std::string help = HelpText(info_, info_.flags);
  for (const absl::string_view line : absl::StrSplit(help, '\n')) {
    EXPECT_THAT(line.size(), Le(kHelpColumns)) << line;
  }
}

TEST_F(HelpTextTest, TellsHowACommandsCodeIsPassedThrough) {
  EXPECT_THAT(
      HelpText(
          {.name = "minidcos-x", .summary = "Do it.", .runs_command = true},
          {}),
      HasSubstr("Exit codes:\n  any  the command's own\n"));
}

}  // namespace
}  // namespace minidcos
