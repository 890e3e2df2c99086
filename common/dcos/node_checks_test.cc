#include "common/dcos/node_checks.h"

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/context.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

constexpr char kRunner[] =
    "/opt/mesosphere/bin/dcos-check-runner check node-poststart";
constexpr char kDiagnostics[] =
    "/opt/mesosphere/bin/dcos-diagnostics check node-poststart";
constexpr char k3dt[] = "/opt/mesosphere/bin/3dt --diag";

// A node that has these commands and no other.
Node NodeWith(const std::map<std::string, CommandResult>& commands) {
  return FakeNode(
      NodeRole::kMaster, 0, "172.17.0.2",
      std::make_shared<FakeTransport>(
          [commands](const Context&,
                     const FakeCall& call) -> absl::StatusOr<CommandResult> {
            const auto found = commands.find(call.Line());
            if (found != commands.end()) return found->second;
            return CommandResult{.exit_code = 127,
                                 .stdout_text = "no such file or directory"};
          }));
}

absl::Status Check(const CommandResult& runner_result) {
  return RunNodeChecks(Context(), NodeWith({{kRunner, runner_result}}));
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

TEST(RunNodeChecks, UsesTheCommandOfOlderVersions) {
  EXPECT_THAT(RunNodeChecks(Context(), NodeWith({{kDiagnostics, {}},
                                                 {k3dt, {.exit_code = 1}}})),
              IsOk());
  EXPECT_THAT(RunNodeChecks(Context(),
                            NodeWith({{k3dt, {.stdout_text = "all is well"}}})),
              IsOk());
  EXPECT_THAT(
      RunNodeChecks(Context(),
                    NodeWith({{k3dt,
                               {.exit_code = 1,
                                .stdout_text = "dcos-marathon unhealthy"}}})),
      StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(RunNodeChecks, DoesNotFallBackWhenChecksFail) {
  EXPECT_THAT(RunNodeChecks(Context(), NodeWith({{kRunner, {.exit_code = 2}},
                                                 {kDiagnostics, {}}})),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(RunNodeChecks, TellsThatDcosIsStillBeingSetUp) {
  EXPECT_THAT(RunNodeChecks(Context(), NodeWith({})),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "master_0: DC/OS has not set itself up yet"));
}

}  // namespace
}  // namespace minidcos
