// A few kills of create, destroy and a build of the image, after each of which
// clean, or another destroy, brings everything back to what it was. storm_test
// has hundreds.

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/storm.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class KillsTest : public StormTest {};

TEST_F(KillsTest, CleanTakesWhatKilledCreatesLeave) {
  const std::vector<std::string> words = {"--agents=1", "--public-agents=0",
                                          "--network=new"};
  const std::set<std::string> before = State();
  const std::vector<Moment> moments = Moments("provision", words, 4);
  CleanAndExpect(before);
  for (size_t i = 0; i < moments.size(); ++i) {
    SCOPED_TRACE(testing::PrintToString(moments[i]));
    KillAt(moments[i], "provision", words);
    if (i % 2 == 0) {
      CleanAndExpect(before);
    } else {
      CleanStaleAndExpect(before);
    }
  }
}

TEST_F(KillsTest, DestroyCanBeRepeatedAfterAKill) {
  const std::vector<std::string> words = {"--agents=1", "--public-agents=0",
                                          "--network=new"};
  const std::set<std::string> before = State();
  ASSERT_EQ(Run("provision", words).exit_code, 0);
  const std::vector<Moment> moments = Moments("destroy", {id()}, 3);
  for (const Moment& moment : moments) {
    SCOPED_TRACE(testing::PrintToString(moment));
    ASSERT_EQ(Run("provision", words).exit_code, 0);
    KillAt(moment, "destroy", {id()});
    const ToolResult again = Run("destroy", {"--ignore-missing", id()});
    EXPECT_EQ(again.exit_code, 0) << again;
    // What is no cluster's any more.
    CleanStaleAndExpect(before);
  }
}

// What mmdebstrap mounts for root, the host's /dev/shm among it, must not be
// there any more when the folder is removed.
TEST_F(KillsTest, CleanTakesWhatAKilledBuildLeaves) {
  const auto shared = ScopedFolder::Make("/dev/shm", "kills-");
  ASSERT_THAT(shared, IsOk());
  const std::set<std::string> before = State();
  // Seconds after it has begun to make the root file system, which takes some
  // 40: while it downloads, unpacks, and works in what all is mounted in.
  for (const int later : {0, 5, 12, 20, 28}) {
    const Moment moment = {.lines = 1, .later = absl::Seconds(later)};
    SCOPED_TRACE(testing::PrintToString(moment));
    KillAt(moment, "build_image", {"--no-cache"});
    EXPECT_THAT(ReadFile("/proc/self/mountinfo"),
                IsOkAndHolds(Not(HasSubstr(temporary_folder()))));
    CleanStaleAndExpect(before);
  }
  EXPECT_TRUE(std::filesystem::exists(shared->path()));
}

}  // namespace
}  // namespace minidcos
