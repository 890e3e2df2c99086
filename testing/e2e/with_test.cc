// A command with a cluster of its own, on a real engine.

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/monotonic_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_at_terminal.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class WithE2eTest : public E2eTest {
 protected:
  // The words of `minidcos with` with a cluster of one node.
  std::vector<std::string> Words(const std::vector<std::string>& words) const {
    std::vector<std::string> all = {"with", "--cluster-id", id(), "--agents=0",
                                    "--public-agents=0"};
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }

  std::string Minidcos() const { return RunfilePath("bin/minidcos"); }

  ToolOptions Options(const std::string& input = "") const {
    return {.environment = {{"DOCKER_HOST", docker().host()},
                            {"TMPDIR", temporary_folder()}},
            .input = input,
            .timeout = absl::Minutes(8)};
  }
};

TEST_F(WithE2eTest, GivesItTheToolsAndTheNodes) {
  const ToolResult result = RunToEnd(
      Minidcos(),
      Words({"sh", "-c",
             "cat; minidcos exec -c $MINIDCOS_CLUSTER_ID hostname; "
             "ssh -F $MINIDCOS_SSH_CONFIG master_0 systemctl is-active "
             "minidcos-lease; exit 5"}),
      Options("input\n"));
  EXPECT_EQ(result.exit_code, 5) << result;
  EXPECT_EQ(result.out, "input\nmaster-0\nactive\n");
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(WithE2eTest, InstallsDcosAndWaitsForIt) {
  const ToolResult result = RunToEnd(
      Minidcos(),
      Words({"--agents=1", "--installer",
             RunfilePath("testing/sample_dcos/dcos_generate_config.sh"), "sh",
             "-c",
             "minidcos wait --timeout 1m -c $MINIDCOS_CLUSTER_ID && "
             "minidcos exec -c $MINIDCOS_CLUSTER_ID --node agent_0 systemctl "
             "is-active dcos-mesos-slave"}),
      Options());
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_EQ(result.out, absl::StrCat(id(), "\nactive\n"));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

// The promise is 10 s, for a machine that has the time; Bazel, which runs tests
// beside each other, kills what is there after 15 s.
TEST_F(WithE2eTest, IsGoneSoonAfterASigterm) {
  const std::string bundle = temporary_folder() + "/logs.tar.gz";
  RunningTool tool(
      Minidcos(),
      Words({"--agents=3", "--public-agents=1", "--bundle-on-failure", bundle,
             "sh", "-c", "trap '' TERM; echo begun; exec sleep 1000"}),
      Options());
  ASSERT_TRUE(tool.WaitForOutput("begun"));
  const absl::Duration begin = MonotonicNow();
  tool.SendSignal(SIGTERM);
  const ToolResult result = tool.Wait();
  const absl::Duration taken = MonotonicNow() - begin;
  EXPECT_EQ(result.signal_number, SIGTERM) << result;
  EXPECT_LT(taken, absl::Seconds(15)) << result;
  RecordProperty("milliseconds", absl::ToInt64Milliseconds(taken));
  // All of the nodes, if 4 s were enough.
  EXPECT_THAT(result.err, HasSubstr("log bundle: ")) << result;
  EXPECT_THAT(RemoveTree(bundle), IsOk());
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(WithE2eTest, IsGoneAfterACtrlC) {
  ToolAtTerminal tool(Minidcos(),
                      Words({"sh", "-c", "echo begun; exec sleep 1000"}),
                      Options());
  ASSERT_TRUE(tool.WaitForOutput("begun"));
  tool.Type("\x03");
  const ToolResult result = tool.Wait();
  EXPECT_EQ(result.signal_number, SIGINT) << result;
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(WithE2eTest, KeepsAndBundlesTheClusterOfAFailure) {
  const std::string bundle = temporary_folder() + "/logs.tar.gz";
  const ToolResult result = RunToEnd(
      Minidcos(),
      Words({"--keep-on-failure", "--bundle-on-failure", bundle, "false"}),
      Options());
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_THAT(result.err, HasSubstr("minidcos destroy " + id()));
  EXPECT_THAT(ReadFile(bundle), IsOkAndHolds(StartsWith("\x1f\x8b")));
  EXPECT_THAT(RemoveTree(bundle), IsOk());

  // Nobody counts its seconds any more.
  const Context limit = Deadline();
  while (Run("exec", {"systemctl", "is-active", "minidcos-lease"}).exit_code ==
         0) {
    ASSERT_THAT(limit.WaitFor(absl::Milliseconds(200)), IsOk());
  }
  const ToolResult cleaned = Run("clean", {"--stale", "--yes"});
  EXPECT_EQ(cleaned.exit_code, 0) << cleaned;
  EXPECT_EQ(cleaned.out, "");
  EXPECT_EQ(Run("destroy", {}).exit_code, 0);
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
