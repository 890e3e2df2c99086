#include "common/dcos/wait/wait.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/progress.h"
#include "common/base/temporary_folder.h"
#include "common/dcos/wait/fake_master.h"
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
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr char kAgent[] = "10.0.0.2";

// A cluster whose master answers at the fake's address.
class WaitForDcosTest : public testing::Test {
 protected:
  using Answer = absl::StatusOr<CommandResult>;

  WaitForDcosTest()
      : http_({kAgent}),
        transport_(std::make_shared<FakeTransport>(
            [this](const Context& ctx, const FakeCall& call) -> Answer {
              if (call.command.argv[0] == "test") return installed_;
              if (absl::StrContains(call.Line(), "node-poststart")) {
                return answer_check_(ctx, call);
              }
              if (absl::StrContains(call.input, "127.0.0.1:8101")) {
                return answer_user_(call);
              }
              if (!sees_connections_ && call.command.argv[0] == "cat" &&
                  absl::StrContains(call.Line(), "/proc/net/tcp")) {
                return CommandResult();
              }
              return http_.Run(ctx, call);
            })),
        nodes_({FakeNode(NodeRole::kMaster, 0, http_.address(), transport_),
                FakeNode(NodeRole::kAgent, 0, kAgent, transport_)}) {}

  absl::Status Wait(
      const Context& ctx = Context().WithTimeout(absl::Seconds(30)),
      const WaitOptions& options = {}) {
    return WaitForDcos(ctx, Context(), nodes_, options, progress_);
  }

  FakeMaster http_;
  CommandResult installed_;
  std::function<Answer(const Context&, const FakeCall&)> answer_check_ =
      [](const Context&, const FakeCall&) { return Answer(CommandResult()); };
  std::function<Answer(const FakeCall&)> answer_user_ =
      [this](const FakeCall& call) { return http_.Run(Context(), call); };
  bool sees_connections_ = true;
  const std::shared_ptr<FakeTransport> transport_;
  std::vector<Node> nodes_;
  RecordingProgress progress_;
};

TEST_F(WaitForDcosTest, IsDoneWhenAllIsReadyAndLeavesNoUser) {
  EXPECT_THAT(Wait(), IsOk());

  EXPECT_THAT(http_.users(), IsEmpty());
  EXPECT_EQ(http_.requests()[0], "GET /");
  EXPECT_EQ(http_.requests()[1], "PUT user");
  EXPECT_EQ(http_.requests().back(), "DELETE user");
  EXPECT_THAT(http_.requests(), Contains("GET /system/health/v1/units"));
  EXPECT_THAT(progress_.lines(),
              AllOf(Contains("begin Waiting for the masters' own checks"),
                    Contains("begin Waiting for DC/OS to answer"),
                    Contains("update Marathon"), Not(Contains("failed"))));
}

TEST_F(WaitForDcosTest, RemovesUsersOfWaitsThatWereKilled) {
  // Of a boot of this machine that is over.
  const std::string name = TemporaryName("wait");
  std::vector<std::string> parts = absl::StrSplit(name, '-');
  parts[3] = "01234567";
  const std::string killed = absl::StrJoin(parts, "-");
  http_.AddUser(killed, "x");
  http_.AddUser(name, "x");
  http_.AddUser("minidcos-wait-of-mine", "x");

  EXPECT_THAT(Wait(), IsOk());

  EXPECT_THAT(http_.users(),
              UnorderedElementsAre(Pair(name, "x"),
                                   Pair("minidcos-wait-of-mine", "x")));
}

TEST_F(WaitForDcosTest, AsksFromInsideTheMasterWhatIsNotWithinReach) {
  sees_connections_ = false;

  EXPECT_THAT(Wait(), IsOk());

  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(StartsWith("note http://127.0.0.1:"),
                             EndsWith("is asked from master_0"))));
  EXPECT_THAT(http_.requests(), Contains("GET /system/health/v1/units"));
  EXPECT_THAT(http_.users(), IsEmpty());
}

TEST_F(WaitForDcosTest, LogsInToEnterpriseAsTheSuperuser) {
  http_.SetFile("/opt/mesosphere/etc/dcos-version.json",
                R"({"version": "2.1.0", "dcos-variant": "enterprise"})");
  http_.AddUser("me", "\"secret\"");
  http_.Answer("/acs/api/v1/acls", 200, "{}");

  EXPECT_THAT(Wait(Context(), {.superuser = {"me", "\"secret\""}}), IsOk());

  EXPECT_THAT(http_.requests(), Not(Contains("PUT user")));
  EXPECT_THAT(http_.requests(), Contains("GET /acs/api/v1/acls"));
  EXPECT_EQ(http_.users().count("me"), 1);
}

TEST_F(WaitForDcosTest, RefusesVersionsThatLetNobodyOfOursIn) {
  http_.SetFile("/opt/mesosphere/etc/dcos-version.json",
                R"({"version": "1.12.4", "dcos-variant": "open"})");
  EXPECT_THAT(Wait(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               AllOf(HasSubstr("DC/OS 1.12.4"),
                                     HasSubstr("--skip-http-checks"))));
  EXPECT_THAT(http_.requests(), IsEmpty());
}

TEST_F(WaitForDcosTest, WaitsThroughAStart) {
  std::atomic<int> checks = 0;
  answer_check_ = [&](const Context&, const FakeCall&) -> Answer {
    return CommandResult{.exit_code = ++checks < 5 ? 127 : 0};
  };
  std::atomic<int> curls = 0;
  answer_user_ = [&](const FakeCall& call) -> Answer {
    if (++curls == 1) return CommandResult{.exit_code = 7};
    return http_.Run(Context(), call);
  };
  http_.Fail("/acs/api/v1/auth/login", 502, 1);
  http_.Fail("/marathon/v2/info", 401, 2);
  http_.Fail("/mesos/master/slaves", 404, 1);
  http_.Fail("/system/health/v1/units", 504, 1);

  EXPECT_THAT(Wait(), IsOk());

  EXPECT_THAT(
      progress_.lines(),
      AllOf(Contains("update master_0: DC/OS has not set itself up yet"),
            Contains(HasSubstr("/marathon/v2/info answers 401")),
            Contains(HasSubstr("/mesos/master/slaves answers 404"))));
  EXPECT_THAT(http_.users(), IsEmpty());
}

TEST_F(WaitForDcosTest, StopsAfterTheNodeChecksIfTold) {
  EXPECT_THAT(Wait(Context(), {.skip_http_checks = true}), IsOk());
  EXPECT_THAT(http_.requests(), IsEmpty());
}

TEST_F(WaitForDcosTest, ChecksEveryMasterUntilItHasPassedOnce) {
  nodes_ = {FakeNode(NodeRole::kMaster, 0, http_.address(), transport_),
            FakeNode(NodeRole::kMaster, 1, "10.0.0.9", transport_),
            FakeNode(NodeRole::kAgent, 0, kAgent, transport_)};
  std::atomic<int> on_first = 0;
  std::atomic<int> on_second = 0;
  answer_check_ = [&](const Context&, const FakeCall& call) -> Answer {
    const bool first = call.container_id == "master_0";
    const int n = ++(first ? on_first : on_second);
    return CommandResult{.exit_code = first || n == 3 ? 0 : 1};
  };

  EXPECT_THAT(Wait(Context(), {.skip_http_checks = true}), IsOk());
  EXPECT_EQ(on_first, 1);
  EXPECT_EQ(on_second, 3);
}

TEST_F(WaitForDcosTest, NamesTheCheckThatFailsWhenTimeIsUp) {
  answer_check_ = [](const Context&, const FakeCall&) -> Answer {
    return CommandResult{
        .exit_code = 2,
        .stdout_text =
            R"({"checks": {"tar": {"status": 2, "output": "no tar"}}})"};
  };

  const absl::Status status =
      Wait(Context().WithTimeout(absl::Milliseconds(150)));

  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kDeadlineExceeded,
                       EndsWith(" of waiting for the masters' own checks: "
                                "master_0: node check 'tar' fails")));
  EXPECT_EQ(GetOutput(status), "master_0: tar: no tar\n");
  EXPECT_THAT(http_.requests(), IsEmpty());
}

TEST_F(WaitForDcosTest, NamesTheServiceThatFailsWhenTimeIsUp) {
  http_.Answer("/service/metronome/v1/jobs", 503, "starting");

  const absl::Status status =
      Wait(Context().WithTimeout(absl::Milliseconds(400)));

  EXPECT_THAT(
      status,
      StatusIs(
          absl::StatusCode::kDeadlineExceeded,
          AllOf(HasSubstr(
                    " of waiting for Metronome: master_0: http://127.0.0.1:"),
                HasSubstr("/metronome/v1/jobs answers 503"))));
  EXPECT_EQ(GetOutput(status), "starting\n");
  EXPECT_THAT(http_.users(), IsEmpty());
  EXPECT_EQ(progress_.lines().back(), "failed");
}

TEST_F(WaitForDcosTest, EndsInTimeThoughAnAnswerNeverComes) {
  http_.Answer("/marathon/v2/info", 0);

  EXPECT_THAT(Wait(Context().WithTimeout(absl::Milliseconds(300))),
              StatusIs(absl::StatusCode::kDeadlineExceeded,
                       HasSubstr("/marathon/v2/info: timed out")));
  EXPECT_THAT(http_.users(), IsEmpty());
}

TEST_F(WaitForDcosTest, DeletesTheUserWhenInterrupted) {
  Cancellation interrupted;
  http_.Answer("/marathon/v2/info", 503);
  std::atomic<bool> made = false;
  answer_user_ = [&](const FakeCall& call) -> Answer {
    if (made.exchange(true)) return http_.Run(Context(), call);
    // The answer comes after the interrupt: the user is made all the same.
    interrupted.Cancel();
    return http_.Run(Context(), call);
  };

  EXPECT_THAT(Wait(Context().WithCancellation(interrupted)),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(http_.users(), IsEmpty());
  EXPECT_EQ(http_.requests().back(), "DELETE user");
}

TEST_F(WaitForDcosTest, TellsThatAUserWasLeft) {
  answer_user_ = [&](const FakeCall& call) -> Answer {
    if (absl::StrContains(call.input, "PUT")) return http_.Run(Context(), call);
    return CommandResult{.stdout_text = "HTTP/1.1 500 Broken\r\n\r\nno"};
  };
  EXPECT_THAT(Wait(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("/users/minidcos-wait-")));

  http_.Answer("/marathon/v2/info", 503);
  EXPECT_THAT(Wait(Context().WithTimeout(absl::Milliseconds(200))),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(StartsWith("warn a temporary user was left"),
                             HasSubstr("minidcos-wait-"))));
}

TEST_F(WaitForDcosTest, DoesNotWaitForWhatCannotCome) {
  installed_.exit_code = 1;
  EXPECT_THAT(Wait(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               "master_0: DC/OS is not installed"));

  installed_.exit_code = 0;
  nodes_.push_back(Node(
      {.role = NodeRole::kAgent, .index = 1, .state = "exited"}, transport_));
  EXPECT_THAT(Wait(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               "agent_1 does not run (exited)"));
  EXPECT_THAT(Wait(Context(), {.skip_http_checks = true}), IsOk());

  nodes_ = {FakeNode(NodeRole::kAgent, 0, kAgent, transport_)};
  EXPECT_THAT(Wait(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               "the cluster has no master"));
}

}  // namespace
}  // namespace minidcos
