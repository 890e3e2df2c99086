#include "common/dcos/install/install.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPrefix[] =
    "/bin/bash /opt/dcos_install_tmp/dcos_install.sh --no-block-dcos-setup ";

std::vector<Node> Nodes(const std::shared_ptr<FakeTransport>& transport) {
  return {FakeNode(NodeRole::kMaster, 0, "172.17.0.2", transport),
          FakeNode(NodeRole::kMaster, 1, "172.17.0.3", transport),
          FakeNode(NodeRole::kMaster, 2, "172.17.0.4", transport),
          FakeNode(NodeRole::kAgent, 0, "172.17.0.5", transport),
          FakeNode(NodeRole::kPublicAgent, 0, "172.17.0.6", transport)};
}

absl::StatusOr<CommandResult> Succeed(const Context&, const FakeCall&) {
  return CommandResult{.stdout_text = "installed\n"};
}

TEST(InstallDcos, InstallsMastersFirstEachWithItsRole) {
  const auto transport = std::make_shared<FakeTransport>(Succeed);
  RecordingProgress progress;

  EXPECT_THAT(InstallDcos(Context(), Nodes(transport), "/opt/dcos_install_tmp",
                          progress),
              IsOk());

  std::vector<std::string> lines;
  for (const FakeCall& call : transport->calls()) {
    lines.push_back(call.container_id + ": " + call.Line());
  }
  ASSERT_EQ(lines.size(), 5);
  std::sort(lines.begin(), lines.begin() + 3);
  std::sort(lines.begin() + 3, lines.end());
  const std::string prefix = kPrefix;
  EXPECT_EQ(
      lines,
      (std::vector<std::string>{
          "master_0: " + prefix + "master", "master_1: " + prefix + "master",
          "master_2: " + prefix + "master", "agent_0: " + prefix + "slave",
          "public_agent_0: " + prefix + "slave_public"}));
  EXPECT_EQ(progress.lines().front(), "begin Installing DC/OS on 5 nodes");
  EXPECT_THAT(progress.lines(), Contains("update 5 of 5 nodes"));
  EXPECT_EQ(progress.lines().back(), "done");
}

TEST(InstallDcos, ShowsWhatAFailingNodePrinted) {
  const auto transport = std::make_shared<FakeTransport>(
      [](const Context&,
         const FakeCall& call) -> absl::StatusOr<CommandResult> {
        if (call.container_id != "master_1") {
          return CommandResult{.stdout_text = "fine\n"};
        }
        return CommandResult{
            .exit_code = 2,
            .stdout_text = "Checking xz: \x1b[31mFAIL\x1b[0m\n",
            .stderr_text = "no xz\n"};
      });
  RecordingProgress progress;

  const absl::Status status = InstallDcos(Context(), Nodes(transport),
                                          "/opt/dcos_install_tmp", progress);

  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "installing DC/OS: master_1: dcos_install.sh exited "
                       "with code 2"));
  EXPECT_EQ(GetOutput(status),
            "master_1: Checking xz: FAIL\nmaster_1: no xz\n");
  EXPECT_EQ(progress.lines().back(), "failed");
}

TEST(InstallDcos, LeavesAgentsAloneWhenAMasterFails) {
  const auto transport = std::make_shared<FakeTransport>(
      [](const Context&, const FakeCall&) -> absl::StatusOr<CommandResult> {
        return CommandResult{.exit_code = 1};
      });

  EXPECT_THAT(InstallDcos(Context(), Nodes(transport), "/opt/dcos_install_tmp",
                          NoProgress()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("master_0: "), HasSubstr("master_1: "),
                             HasSubstr("master_2: "))));
  EXPECT_EQ(transport->calls().size(), 3);
}

TEST(InstallDcos, KeepsTheErrorOfABrokenWay) {
  const auto transport = std::make_shared<FakeTransport>(
      [](const Context&,
         const FakeCall& call) -> absl::StatusOr<CommandResult> {
        if (call.container_id != "agent_0") return CommandResult();
        return absl::UnavailableError("no engine answers");
      });

  EXPECT_THAT(InstallDcos(Context(), Nodes(transport), "/opt/dcos_install_tmp",
                          NoProgress()),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("agent_0: no engine answers")));
}

TEST(InstallDcos, EndsWhenInterrupted) {
  Cancellation interrupted;
  const auto transport = std::make_shared<FakeTransport>(
      [&](const Context& ctx,
          const FakeCall&) -> absl::StatusOr<CommandResult> {
        interrupted.Cancel();
        return ctx.Check();
      });

  EXPECT_THAT(
      InstallDcos(Context().WithCancellation(interrupted), Nodes(transport),
                  "/opt/dcos_install_tmp", NoProgress()),
      StatusIs(absl::StatusCode::kCancelled, Not(HasSubstr("_0"))));
}

}  // namespace
}  // namespace minidcos
