#include "common/doctor/full_check.h"

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/labels.h"
#include "common/doctor/examination.h"
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
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// An engine whose nodes boot, and have a Docker whose volumes keep a word.
class FullCheckTest : public testing::Test {
 protected:
  FullCheckTest()
      : temporary_(*ScopedFolder::Make(testing::TempDir(), "full-")) {
    setenv("TMPDIR", temporary_.path().c_str(), 1);
    engine_.OnAnyExec([this](const FakeExecCall& call) { return Exec(call); });
  }
  ~FullCheckTest() override {
    unsetenv("TMPDIR");
    EXPECT_THAT(engine_.containers(), IsEmpty());
    EXPECT_THAT(engine_.volumes(), IsEmpty());
  }

  FakeRun Exec(const FakeExecCall& call) {
    const auto& cmd = call.request.cmd();
    const std::vector<std::string> argv(cmd.begin(), cmd.end());
    const std::string last = argv.empty() ? "" : argv.back();
    for (const std::string& word : argv) {
      if (word == "import" && import_fails_) {
        return {.stderr_text = "no space left on device\n", .exit_code = 1};
      }
      if (word == "write") kept_ = last;
      if (word == "read") {
        if (on_read_) on_read_();
        return {.stdout_text = (keeps_ ? kept_ : "") + "\n"};
      }
    }
    return {};
  }

  // Without mmdebstrap, and without packages.
  ExaminationOptions Options() const {
    return {.engine = {.host = engine_.host()},
            .sources = {.base = "registry"}};
  }

  absl::StatusOr<Finding> Run() {
    Examination examination(Context().WithTimeout(absl::Seconds(50)), Context(),
                            Options(), progress_);
    return CheckCluster(examination);
  }

  const ScopedFolder temporary_;
  FakeEngine engine_;
  RecordingProgress progress_;
  bool import_fails_ = false;
  bool keeps_ = true;
  std::string kept_;
  // Before the last exec is answered: all that comes of it is that the cluster
  // is marked as complete.
  std::function<void()> on_read_;
};

TEST_F(FullCheckTest, MakesAndUsesAndRemovesACluster) {
  EXPECT_THAT(Run(), IsOkAndHolds(Finds(
                         Verdict::kOk,
                         StartsWith("a node, and in it a container with a "))));
  EXPECT_THAT(kept_, testing::SizeIs(16));
  EXPECT_THAT(progress_.lines(),
              AllOf(Contains("begin Starting 1 node"),
                    Contains("begin Running containers on the node")));
}

// Whether the mark has been made by then or not. Only if the answer to it
// overtakes the interrupt is there a cluster that is complete.
TEST_F(FullCheckTest, RemovesTheClusterAlsoAfterALateInterrupt) {
  for (int delay = 0; delay < 20; ++delay) {
    Cancellation interrupt;
    std::thread user;
    std::shared_ptr<Stall> mark;
    on_read_ = [&] {
      mark = engine_.StallNext("PUT", "/containers/.*/archive");
      user = std::thread([&] {
        mark->WaitForRequest();
        mark->Release();
        absl::SleepFor(absl::Microseconds(100) * delay);
        interrupt.Cancel();
      });
    };
    Examination examination(
        Context().WithTimeout(absl::Seconds(50)).WithCancellation(interrupt),
        Context(), Options(), progress_);
    const absl::StatusOr<Finding> finding = CheckCluster(examination);
    user.join();
    EXPECT_TRUE(finding.ok() || absl::IsCancelled(finding.status()))
        << finding.status();
    ASSERT_THAT(engine_.containers(), IsEmpty()) << delay;
  }
}

TEST_F(FullCheckTest, MakesAClusterThatExpires) {
  std::string expires;
  on_read_ = [&] {
    for (const FakeContainer& container : engine_.containers()) {
      const auto label = container.labels.find(kExpiresLabel);
      if (label != container.labels.end()) expires = label->second;
    }
  };
  EXPECT_THAT(Run(), IsOkAndHolds(Finds(Verdict::kOk, testing::_)));
  absl::Time end;
  std::string error;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_sec, expires, &end, &error))
      << expires << error;
  EXPECT_LT(end, absl::Now() + absl::Hours(2));
}

TEST_F(FullCheckTest, TellsThatAVolumeForgets) {
  keeps_ = false;
  EXPECT_THAT(Run(), IsOkAndHolds(Finds(Verdict::kError,
                                        HasSubstr("finds '\n' on the volume"),
                                        HasSubstr("--keep-on-failure"))));
}

TEST_F(FullCheckTest, TellsWhatTheInnerDockerSays) {
  import_fails_ = true;
  EXPECT_THAT(Run(), IsOkAndHolds(Finds(
                         Verdict::kError,
                         AllOf(StartsWith("a cluster of one node cannot be "),
                               HasSubstr("no space left on device")))));
}

TEST_F(FullCheckTest, TellsWhyANodeDoesNotBoot) {
  engine_.OnStart([](const FakeContainer&) {
    return FakeRun{.stdout_text = "Failed to mount cgroup\r\n", .exit_code = 1};
  });
  EXPECT_THAT(Run(), IsOkAndHolds(
                         Finds(Verdict::kError,
                               AllOf(HasSubstr("it ended while it was booting"),
                                     HasSubstr("Failed to mount cgroup")))));
}

TEST_F(FullCheckTest, SaysWhatIsLeftIfItCannotBeRemoved) {
  // Of the node, not of an installer.
  engine_.FailNext("DELETE", "/containers/[0-9a-f]{64}", 500, "out of order");
  EXPECT_THAT(Run(), IsOkAndHolds(Finds(Verdict::kError,
                                        HasSubstr("could not be removed"),
                                        StartsWith("'minidcos destroy -c "))));
  ASSERT_THAT(engine_.containers(), testing::SizeIs(1));
  EXPECT_THAT(engine_.client().RemoveContainer(
                  Context(), engine_.containers().front().name),
              IsOk());
}

}  // namespace
}  // namespace minidcos
