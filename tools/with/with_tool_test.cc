// The built tool on a fake engine, at a terminal and without one.

#include <signal.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/cluster/image/recipe.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_at_terminal.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class WithToolTest : public testing::Test {
 protected:
  WithToolTest() {
    engine_.AddImage({.reference = NameImage(*FindRecipe({})).reference});
    options_.environment = {{"DOCKER_HOST", engine_.ServeTcp()},
                            {"TMPDIR", folder_.path()}};
  }
  ~WithToolTest() override { EXPECT_THAT(engine_.containers(), IsEmpty()); }

  ToolResult Run(const std::vector<std::string>& arguments) const {
    return RunToEnd(ToolPath("with"), arguments, options_);
  }

  // At a terminal, with a script that has said "begun".
  std::unique_ptr<ToolAtTerminal> StartAtTerminal(const std::string& script) {
    auto tool = std::make_unique<ToolAtTerminal>(
        ToolPath("with"),
        std::vector<std::string>{"sh", "-c", script, "sh", folder_.path()},
        options_);
    EXPECT_TRUE(tool->WaitForOutput("begun"));
    return tool;
  }

  // What the nodes' lease file holds.
  std::string Lease() const {
    for (const auto& entry :
         std::filesystem::directory_iterator(folder_.path())) {
      const auto lease =
          ReadFile(entry.path().string() + "/genconf/serve/minidcos-lease");
      if (lease.ok()) return *lease;
    }
    return "";
  }

  const ScopedFolder folder_ = *ScopedFolder::Make(testing::TempDir(), "with-");
  FakeEngine engine_;
  ToolOptions options_;
};

TEST_F(WithToolTest, PassesStreamsAndExitCodeOn) {
  options_.input = "to it\n";
  const ToolResult result =
      Run({"sh", "-c",
           "cat; echo from it >&2; echo $MINIDCOS_CLUSTER_ID >$1; "
           "exit 7",
           "sh", folder_.path() + "/id"});
  EXPECT_EQ(result.exit_code, 7) << result;
  EXPECT_EQ(result.out, "to it\n");
  EXPECT_THAT(result.err, HasSubstr("from it\n"));
  EXPECT_THAT(*ReadFile(folder_.path() + "/id"),
              ContainsRegex("^with-[0-9a-f]{8}\n$"));
}

TEST_F(WithToolTest, TakesFlagsUpToTheCommand) {
  const ToolResult result =
      Run({"-c", "mine", "--agents=0", "sh", "-c",
           "echo $MINIDCOS_CLUSTER_ID $SLAVE_HOSTS \"$@\"", "sh", "-c",
           "--agents=5"});
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_EQ(result.out, "mine -c --agents=5\n");
}

TEST_F(WithToolTest, ExitsWith125IfItFailsItself) {
  EXPECT_EQ(Run({}).exit_code, 125);
  EXPECT_EQ(Run({"--masters=0", "true"}).exit_code, 125);
  EXPECT_EQ(Run({"--installer=/none.sh", "true"}).exit_code, 125);
  EXPECT_EQ(Run({"--bundle-on-failure=x.rar", "true"}).exit_code, 125);
  const ToolResult bare = Run({"--variant=oss", "true"});
  EXPECT_EQ(bare.exit_code, 125) << bare;
  EXPECT_THAT(bare.err, HasSubstr("flag '--variant' is about DC/OS and needs "
                                  "'--installer'"));
  engine_.FailNext("POST", "/containers/create", 400, "invalid mount");
  const ToolResult result = Run({"true"});
  EXPECT_EQ(result.exit_code, 125) << result;
  EXPECT_THAT(result.err, HasSubstr("invalid mount"));
}

TEST_F(WithToolTest, EndsTheCommandAtASigterm) {
  RunningTool tool(ToolPath("with"),
                   {"sh", "-c",
                    "trap 'echo ending; exit 0' TERM; echo begun; "
                    "sleep 1000 & wait"},
                   options_);
  ASSERT_TRUE(tool.WaitForOutput("begun"));
  tool.SendSignal(SIGTERM);
  const ToolResult result = tool.Wait();
  EXPECT_EQ(result.signal_number, SIGTERM) << result;
  EXPECT_EQ(result.out, "begun\nending\n");
}

TEST_F(WithToolTest, DiesOfACtrlCAsTheCommandDoesAndCleansUpOnce) {
  const auto tool = StartAtTerminal("echo begun; read x");
  tool->Type("\x03");
  const ToolResult result = tool->Wait();
  EXPECT_EQ(result.signal_number, SIGINT) << result;
  EXPECT_THAT(result.out, HasSubstr("Destroying cluster"));
}

TEST_F(WithToolTest, LeavesACtrlCToACommandThatTakesIt) {
  const auto tool = StartAtTerminal(
      "n=0; trap 'n=$((n+1)); echo \"caught $n\"' INT; echo begun; "
      "until read x; do :; done; echo \"got $x\"; exit 4");
  for (int i = 1; i <= 4; ++i) {  // one more than kill a tool
    tool->Type("\x03");
    ASSERT_TRUE(tool->WaitForOutput(absl::StrCat("caught ", i)));
  }
  tool->Type("line\r");
  const ToolResult result = tool->Wait();
  EXPECT_EQ(result.exit_code, 4) << result;
  EXPECT_THAT(result.out, HasSubstr("got line"));
}

TEST_F(WithToolTest, HasALongLeaseWhileItIsStopped) {
  const auto tool = StartAtTerminal("echo begun; read x; exit 4");
  tool->Type("\x1a");
  ASSERT_TRUE(tool->WaitForStop());
  EXPECT_THAT(Lease(), StartsWith("3600 "));
  tool->SendSignal(SIGCONT);
  tool->Type("line\r");
  EXPECT_EQ(tool->Wait().exit_code, 4);
}

}  // namespace
}  // namespace minidcos
