#include "common/doctor/full_check.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
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
      if (word == "read") return {.stdout_text = (keeps_ ? kept_ : "") + "\n"};
    }
    return {};
  }

  absl::StatusOr<Finding> Run() {
    // Without mmdebstrap, and without packages.
    Examination examination(
        Context().WithTimeout(absl::Seconds(50)), Context(),
        {.engine = {.host = engine_.host()}, .sources = {.base = "registry"}},
        progress_);
    return CheckCluster(examination);
  }

  const ScopedFolder temporary_;
  FakeEngine engine_;
  RecordingProgress progress_;
  bool import_fails_ = false;
  bool keeps_ = true;
  std::string kept_;
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
