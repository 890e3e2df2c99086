// The storm's full disk, which is beside that of storm_test in one program.

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/storm.h"
#include "testing/real_engine/private_engine.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

// An engine whose disk has room for the images, and little more.
class SmallDisk {
 public:
  SmallDisk() {
    auto started = PrivateEngine::StartOnSmallDisk(
        Context().WithTimeout(absl::Minutes(2)), /*mebibytes=*/2048);
    EXPECT_THAT(started, IsOk());
    if (started.ok()) engine_ = *std::move(started);
  }
  PrivateEngine& engine() { return *engine_; }

 private:
  std::unique_ptr<PrivateEngine> engine_;
};

// The engine is a base, for it must be there before the test is.
class StormOfDisks : private SmallDisk, public StormTest {
 protected:
  StormOfDisks() : StormTest(SmallDisk::engine()) {
    CopyNodeImage(StormTest::engine());
  }
};

TEST_F(StormOfDisks, FullUnderCreate) {
  MakeInstallersImageKnown();
  const std::vector<std::string> words =
      CreateWords({"--agents=1", "--public-agents=0", "--network=new"});
  const std::set<std::string> before = State();
  int failures = 0;
  for (const int free : {0, 1, 2, 4, 8, 16, 32, 64, 96, 128, 256}) {
    SCOPED_TRACE(absl::StrCat(free, " MiB are free"));
    ASSERT_THAT(StormTest::engine().Fill(free), IsOk());
    const ToolResult created = Run("create", words);
    EXPECT_THAT(created.exit_code, AnyOf(0, 1)) << created;
    if (created.exit_code != 0) {
      ++failures;
      EXPECT_THAT(created.err, HasSubstr("no space left on device"));
      // It has taken back what it made, full as the disk is.
      ExpectState(before);
    }
    CleanAndExpect(before);
    ASSERT_THAT(StormTest::engine().Unfill(), IsOk());
  }
  EXPECT_GT(failures, 0) << "the disk was never full";
}

}  // namespace
}  // namespace minidcos
