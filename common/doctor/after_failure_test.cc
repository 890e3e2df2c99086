#include "common/doctor/after_failure.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/monotonic_clock.h"
#include "common/doctor/checks.h"
#include "common/doctor/examination.h"
#include "common/doctor/fake_probe.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class ExplainFailureTest : public testing::Test {
 protected:
  ExplainFailureTest()
      : temporary_(*ScopedFolder::Make(testing::TempDir(), "after-")) {
    setenv("TMPDIR", temporary_.path().c_str(), 1);
    docker::InfoResponse info;
    info.set_driver("overlay2");
    info.set_mem_total(int64_t{4} << 30);
    engine_.SetInfo(info);
    engine_.OnStart([this](const FakeContainer&) { return FakeProbe(lines_); });
  }
  ~ExplainFailureTest() override { unsetenv("TMPDIR"); }

  std::vector<std::string> Explain(
      const absl::Status& failure, Explains making = Explains::kNodes,
      const Context& ctx = Context().WithTimeout(absl::Seconds(30))) {
    ExplainFailure({ctx, Context().WithTimeout(absl::Seconds(30)),
                    engine_.client(), progress_},
                   options_, making, failure);
    return progress_.lines();
  }

  const ScopedFolder temporary_;
  FakeEngine engine_;
  ProbeLines lines_ = GoodProbeLines();
  ExaminationOptions options_ = {.engine = {.host = engine_.host()}};
  RecordingProgress progress_;
};

const absl::Status kFailure = absl::FailedPreconditionError("it ended");

TEST_F(ExplainFailureTest, SaysNothingWhereAllIsWell) {
  EXPECT_THAT(Explain(kFailure), IsEmpty());
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_THAT(engine_.images(), SizeIs(1));
}

TEST_F(ExplainFailureTest, SaysWhatIsNotWellAndWhatToDo) {
  lines_["selinux"] = "1";
  EXPECT_THAT(Explain(kFailure),
              ElementsAre(AllOf(StartsWith("warn doctor: selinux: Enforcing"),
                                HasSubstr("setenforce 0"))));
}

TEST_F(ExplainFailureTest, AsksOfDcosOnlyWhereItIsMade) {
  EXPECT_THAT(Explain(kFailure, Explains::kDcos),
              ElementsAre(StartsWith("warn doctor: memory: 4.3 GB")));
}

TEST_F(ExplainFailureTest, SaysThatTheEngineIsGone) {
  options_.engine.host = "unix:///nonexistent/docker.sock";
  EXPECT_THAT(Explain(absl::UnavailableError("cannot reach it")),
              ElementsAre(AllOf(StartsWith("warn doctor: engine: "),
                                HasSubstr("/nonexistent/docker.sock"))));
}

TEST_F(ExplainFailureTest, LeavesTheUsersOwnErrorsAlone) {
  lines_["selinux"] = "1";
  for (const absl::Status& failure :
       {absl::InvalidArgumentError(""), absl::NotFoundError(""),
        absl::AlreadyExistsError(""), absl::CancelledError("")}) {
    EXPECT_THAT(Explain(failure), IsEmpty());
  }
  Cancellation interrupt;
  interrupt.Cancel();
  EXPECT_THAT(Explain(kFailure, Explains::kNodes,
                      Context().WithCancellation(interrupt)),
              IsEmpty());
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

// The time that the checks have is not more than a ping takes to give up.
TEST_F(ExplainFailureTest, SaysThatTheEngineDoesNotAnswer) {
  const auto stall = engine_.StallNext("GET", "/_ping");
  EXPECT_THAT(Explain(absl::UnavailableError("no answer")),
              ElementsAre(StartsWith("warn doctor: engine: does not answer")));
}

TEST_F(ExplainFailureTest, EndsWithAnInterrupt) {
  Cancellation interrupt;
  lines_["selinux"] = "1";
  engine_.OnStart([&](const FakeContainer&) {
    interrupt.Cancel();
    return FakeRun{.stays = true};
  });
  const absl::Duration begin = MonotonicNow();
  EXPECT_THAT(Explain(kFailure, Explains::kNodes,
                      Context().WithCancellation(interrupt)),
              IsEmpty());
  EXPECT_LT(MonotonicNow() - begin, absl::Seconds(5));
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

// As create's own does when its time is over.
TEST_F(ExplainFailureTest, HasTimeOfItsOwn) {
  lines_["selinux"] = "1";
  EXPECT_THAT(
      Explain(absl::DeadlineExceededError("timed out"), Explains::kNodes,
              Context().WithTimeout(absl::ZeroDuration())),
      Contains(HasSubstr("selinux")));
}

}  // namespace
}  // namespace minidcos
