// The tool as a user runs it, on the fake engine.

#include <signal.h>

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/base/json.h"
#include "common/doctor/fake_probe.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/doctor/doctor.pb.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

class DoctorToolTest : public testing::Test {
 protected:
  DoctorToolTest() {
    engine_.OnStart([this](const FakeContainer&) { return FakeProbe(lines_); });
  }

  ToolOptions Options() const {
    return {.environment = {{"DOCKER_HOST", engine_.host()}},
            .timeout = absl::Minutes(2)};
  }

  ToolResult Run(const std::vector<std::string>& words) const {
    return RunToEnd(ToolPath("doctor"), words, Options());
  }

  FakeEngine engine_;
  ProbeLines lines_ = GoodProbeLines();
};

TEST_F(DoctorToolTest, ExitsWithOneOnAnErrorAlone) {
  const std::vector<std::string> words = {"--check=selinux", "--check",
                                          "cgroups"};
  const ToolResult well = Run(words);
  EXPECT_EQ(well.exit_code, 0) << well;
  EXPECT_THAT(well.out, AllOf(StartsWith("ok       cgroups "),
                              HasSubstr("\nok       selinux "),
                              HasSubstr("docs/troubleshooting.md\n")));
  lines_["selinux"] = "1";
  const ToolResult ill = Run(words);
  EXPECT_EQ(ill.exit_code, 1) << ill;
  EXPECT_THAT(ill.out, HasSubstr("error    selinux          Enforcing"));
  EXPECT_THAT(engine_.images(), SizeIs(1));
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(DoctorToolTest, WritesJson) {
  const ToolResult result = Run({"--output=json"});
  DoctorReport report;
  ASSERT_THAT(ParseJson(result.out, report), IsOk()) << result;
  EXPECT_GT(report.checks_size(), 20);
}

TEST_F(DoctorToolTest, ReportsAlsoWithoutAnEngine) {
  const ToolResult result = RunToEnd(
      ToolPath("doctor"), {},
      {.environment = {{"DOCKER_HOST", "unix:///nonexistent/docker.sock"}}});
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_THAT(result.out, AllOf(StartsWith("error    engine "),
                                HasSubstr("could not check: no engine\n")));
}

TEST_F(DoctorToolTest, RefusesACheckThatThereIsNot) {
  const ToolResult result = Run({"--check", "fsck"});
  EXPECT_EQ(result.exit_code, 2) << result;
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("no such check: 'fsck' (there are: "));
}

TEST_F(DoctorToolTest, LeavesNothingAfterCtrlC) {
  engine_.OnStart([](const FakeContainer&) { return FakeRun{.stays = true}; });
  const auto stall = engine_.StallNext("POST", "/containers/.*/start");
  RunningTool tool(ToolPath("doctor"), {}, Options());
  stall->WaitForRequest();
  tool.SendSignal(SIGINT);
  stall->Release();
  const ToolResult result = tool.Wait();
  EXPECT_EQ(result.signal_number, SIGINT) << result;
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_THAT(engine_.images(), SizeIs(1));
}

}  // namespace
}  // namespace minidcos
