#include "common/doctor/doctor.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/docker/engine.pb.h"
#include "common/doctor/checks.h"
#include "common/doctor/fake_probe.h"
#include "common/doctor/finding.h"
#include "common/doctor/finding_matchers.h"
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

std::vector<std::string> Chosen(const DoctorOptions& options) {
  std::vector<std::string> names;
  const auto checks = ChooseChecks(options);
  EXPECT_THAT(checks, IsOk());
  for (const Check* check : *checks) names.emplace_back(check->name);
  return names;
}

TEST(ChooseChecks, TakesTheUsualOnesOrThoseThatAreNamed) {
  EXPECT_THAT(Chosen({}), AllOf(Contains("engine"), Contains("schema")));
  const auto usual = ChooseChecks({});
  ASSERT_THAT(usual, IsOk());
  for (const Check* check : *usual) {
    EXPECT_EQ(check->kind, CheckKind::kUsual) << check->name;
  }
  EXPECT_THAT(Chosen({.names = {"sed", "engine", "sed"}}),
              ElementsAre("engine", "sed"));
  EXPECT_EQ(Chosen({.online = true, .full = true}).size(), AllChecks().size());
  EXPECT_THAT(
      ChooseChecks({.names = {"sed", "fsck"}}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("'fsck'"), HasSubstr("storage-driver"))));
}

class RunChecksTest : public testing::Test {
 protected:
  RunChecksTest()
      : temporary_(*ScopedFolder::Make(testing::TempDir(), "doctor-")) {
    setenv("TMPDIR", temporary_.path().c_str(), 1);
    docker::InfoResponse info;
    info.set_driver("overlay2");
    info.set_mem_total(int64_t{16} << 30);
    engine_.SetInfo(info);
    engine_.OnStart(
        [](const FakeContainer&) { return FakeProbe(GoodProbeLines()); });
  }
  ~RunChecksTest() override { unsetenv("TMPDIR"); }

  absl::StatusOr<std::vector<CheckResult>> Run(const std::string& host) {
    const auto checks = ChooseChecks({});
    EXPECT_THAT(checks, IsOk());
    return RunChecks(
        Context().WithTimeout(absl::Minutes(1)).WithCancellation(interrupt_),
        Context().WithTimeout(absl::Minutes(1)), *checks,
        {.engine = {.host = host}}, progress_);
  }

  void ExpectNothingLeft() {
    EXPECT_THAT(engine_.containers(), IsEmpty());
    EXPECT_THAT(engine_.volumes(), IsEmpty());
    EXPECT_THAT(engine_.images(), SizeIs(1));  // the fake's own
  }

  const ScopedFolder temporary_;
  Cancellation interrupt_;
  FakeEngine engine_;
  RecordingProgress progress_;
};

Finding FindingOf(const std::vector<CheckResult>& results,
                  const std::string& name) {
  for (const CheckResult& result : results) {
    if (result.check->name == name) return result.finding;
  }
  ADD_FAILURE() << "no result of " << name;
  return {};
}

TEST_F(RunChecksTest, RunsAllOnOneProbeAndRemovesIt) {
  const auto results = Run(engine_.host());
  ASSERT_THAT(results, IsOk());
  for (const CheckResult& result : *results) {
    EXPECT_NE(result.finding.verdict, Verdict::kError) << result.finding.found;
    EXPECT_FALSE(result.finding.found.empty()) << result.check->name;
  }
  EXPECT_THAT(FindingOf(*results, "selinux"),
              Finds(Verdict::kOk, "not enforcing"));
  int starts = 0;
  for (const FakeEngine::Request& request : engine_.requests()) {
    starts += absl::EndsWith(request.path, "/start");
    EXPECT_THAT(request.query, Not(Contains(testing::Key("fromImage"))));
  }
  EXPECT_EQ(starts, 1);
  ExpectNothingLeft();
}

TEST_F(RunChecksTest, SaysOnceWhyThereIsNoEngine) {
  const auto results = Run("unix:///nonexistent/docker.sock");
  ASSERT_THAT(results, IsOk());
  int errors = 0;
  for (const CheckResult& result : *results) {
    errors += result.finding.verdict == Verdict::kError;
  }
  EXPECT_EQ(errors, 1);
  EXPECT_THAT(FindingOf(*results, "engine"),
              Finds(Verdict::kError, HasSubstr("/nonexistent/docker.sock")));
  EXPECT_THAT(FindingOf(*results, "inotify"),
              Finds(Verdict::kUnknown, "no engine"));
  EXPECT_THAT(FindingOf(*results, "temporary-space").found,
              HasSubstr("free in"));
}

TEST_F(RunChecksTest, GoesOnAfterWhateverTheEngineAnswers) {
  const std::vector<std::pair<std::string, std::string>> requests = {
      {"GET", "/info"},
      {"GET", "/version"},
      {"GET", "/networks"},
      {"GET", "/containers/json"},
      {"POST", "/images/create"},
      {"POST", "/containers/create"},
      {"POST", "/containers/.*/attach"},
      {"POST", "/containers/.*/start"},
      {"GET", "/containers/.*/json"}};
  for (const auto& [method, path] : requests) {
    engine_.FailNext(method, path, 500, "out of order");
    auto results = Run(engine_.host());
    ASSERT_THAT(results, IsOk()) << path;
    EXPECT_THAT(
        *results,
        Contains(testing::Field(
            &CheckResult::finding,
            testing::Field(&Finding::found, HasSubstr("out of order")))))
        << path;
    engine_.AnswerNext(method, path, "garbage");
    EXPECT_THAT(Run(engine_.host()), IsOk()) << path;
    engine_.AnswerNext(method, path,
                       "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{\"a");
    EXPECT_THAT(Run(engine_.host()), IsOk()) << path;
    ExpectNothingLeft();
  }
}

TEST_F(RunChecksTest, RemovesWhatWasMadeWithoutAnAnswer) {
  for (const std::string path :
       {"/images/create", "/containers/create", "/containers/.*/start"}) {
    engine_.LoseNextAnswer("POST", path);
    EXPECT_THAT(Run(engine_.host()), IsOk()) << path;
    EXPECT_EQ(engine_.faults_left(), 0) << path;
    ExpectNothingLeft();
  }
}

TEST_F(RunChecksTest, LeavesNothingAfterAnInterrupt) {
  engine_.OnStart([this](const FakeContainer&) {
    interrupt_.Cancel();
    return FakeRun{.stays = true};
  });
  EXPECT_THAT(Run(engine_.host()), StatusIs(absl::StatusCode::kCancelled));
  ExpectNothingLeft();
}

TEST_F(RunChecksTest, SaysWhatIsLeftIfItCannotBeRemoved) {
  for (int i = 0; i < 3; ++i) {
    engine_.FailNext("DELETE", "/containers/.*", 500, "out of order");
  }
  ASSERT_THAT(Run(engine_.host()), IsOk());
  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(StartsWith("warn left behind: "),
                             HasSubstr("out of order"),
                             HasSubstr("minidcos clean --stale"))));
}

}  // namespace
}  // namespace minidcos
