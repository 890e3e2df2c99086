#include "common/dcos/wait/node_checks.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

// Of a node whose checks print and exit like this.
absl::Status Check(const CommandResult& result) {
  return RunNodeChecks(
      Context(),
      FakeNode(NodeRole::kMaster, 0, "172.17.0.2",
               std::make_shared<FakeTransport>(
                   [result](const Context&, const FakeCall&)
                       -> absl::StatusOr<CommandResult> { return result; })));
}

TEST(RunNodeChecks, PassesWhenEveryCheckDoes) {
  EXPECT_THAT(Check({.stdout_text = R"({
  "status": 0,
  "checks": {"xz": {"output": "ok", "status": 0}}
})"}),
              IsOk());
}

TEST(RunNodeChecks, NamesTheChecksThatFail) {
  const absl::Status status = Check({.exit_code = 2, .stdout_text = R"({
  "status": 2,
  "checks": {
    "xz": {"output": "fine", "status": 0},
    "tar": {"output": "no tar\nat all", "status": 2},
    "clock_sync": {"output": "off", "status": 1}
  }
})"});

  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "master_0: node checks 'clock_sync', 'tar' fail"));
  EXPECT_EQ(GetOutput(status),
            "master_0: clock_sync: off\nmaster_0: tar: no tar\n"
            "master_0: tar: at all\n");
}

TEST(RunNodeChecks, DoesNotTrustTheExitCodeAlone) {
  // The runner exits with 0 though it could not run a check.
  const absl::Status unrunnable = Check({.stdout_text = R"({
  "error": "One or more requested checks could not be found on this node.",
  "checks": ["cluster: check not found"]
})"});
  EXPECT_THAT(unrunnable, StatusIs(absl::StatusCode::kFailedPrecondition,
                                   HasSubstr("could not be found")));
  EXPECT_EQ(GetOutput(unrunnable), "master_0: cluster: check not found\n");

  EXPECT_THAT(Check({.stdout_text = R"({"error": "no config"})"}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Check({.stdout_text = R"({"error": "x", "checks": null})"}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(
      Check(
          {.stdout_text = R"({"checks": {"a": {"status": 3, "output": ""}}})"}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("'a' fails")));
}

TEST(RunNodeChecks, ShowsTheOutputOfARunnerThatFails) {
  const absl::Status status =
      Check({.exit_code = 1, .stderr_text = "unable to read config\n"});

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               "master_0: node checks exit with code 1"));
  EXPECT_EQ(GetOutput(status), "master_0: unable to read config\n");
}

TEST(RunNodeChecks, FailsWithoutAReportOfWhy) {
  EXPECT_THAT(Check({.exit_code = 3, .stdout_text = R"({"checks": {}})"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("exit with code 3")));
}

// A node whose commands run on this machine, with a folder of the test's in
// place of /opt/mesosphere/bin.
class CheckCommandTest : public testing::Test {
 protected:
  void Install(absl::string_view command, absl::string_view script) {
    EXPECT_THAT(WriteFile(absl::StrCat(folder_.path(), "/", command),
                          absl::StrCat("#!/bin/sh\n", script), 0755),
                IsOk());
  }

  absl::Status Run() {
    return RunNodeChecks(
        Context(),
        FakeNode(NodeRole::kMaster, 0, "172.17.0.2",
                 std::make_shared<FakeTransport>(
                     [this](const Context& ctx, const FakeCall& call) {
                       return RunHere(ctx, call);
                     })));
  }

 private:
  absl::StatusOr<CommandResult> RunHere(const Context& ctx,
                                        const FakeCall& call) {
    std::vector<std::string> argv = call.command.argv;
    EXPECT_EQ(argv.back(), "/opt/mesosphere/bin");
    argv.back() = folder_.path();
    ASSIGN_OR_RETURN(
        const SubprocessResult result,
        RunSubprocess(ctx, argv, {.environment = {{"PATH", folder_.path()}}}));
    return CommandResult{.exit_code = result.exit_code,
                         .stdout_text = result.stdout_text,
                         .stderr_text = result.stderr_text};
  }

  const ScopedFolder folder_ = *ScopedFolder::Make(testing::TempDir(), "bin");
};

TEST_F(CheckCommandTest, IsThatOfTheNewestVersion) {
  Install("3dt", "exit 1");
  Install("dcos-diagnostics", "exit 1");
  Install("dcos-check-runner", "test \"$*\" = 'check node-poststart'");
  EXPECT_THAT(Run(), IsOk());

  Install("dcos-check-runner", "exit 2");
  Install("dcos-diagnostics", "exit 0");
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(CheckCommandTest, IsThatOfAnOlderVersion) {
  Install("3dt", "test \"$*\" = --diag && echo all is well");
  EXPECT_THAT(Run(), IsOk());

  Install("dcos-diagnostics", "test \"$*\" = 'check node-poststart'");
  Install("3dt", "exit 1");
  EXPECT_THAT(Run(), IsOk());
}

TEST_F(CheckCommandTest, IsMissingWhileDcosSetsItselfUp) {
  Install("systemctl", "echo \"$3: failed\"; exit 3");

  const absl::Status status = Run();

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               "master_0: DC/OS has not set itself up yet"));
  EXPECT_EQ(GetOutput(status), "master_0: dcos-download.service: failed\n");
}

}  // namespace
}  // namespace minidcos
