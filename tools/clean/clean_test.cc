#include "tools/clean/clean.h"

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/image/image_labels.h"
#include "common/cluster/labels.h"
#include "common/dcos/installer/installer_cache.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kAll[] =
    "container dcos-e2e-x.master-0\nvolume v\nimage minidcos/node:1\n";

// An engine with a node, a volume and an image of ours.
class CleanToolTest : public testing::Test {
 protected:
  CleanToolTest()
      : temporary_(*ScopedFolder::Make(testing::TempDir(), "clean-")) {
    setenv("TMPDIR", temporary_.path().c_str(), 1);
    setenv("XDG_RUNTIME_DIR", runtime_.path().c_str(), 1);
    setenv("XDG_CACHE_HOME", temporary_.path().c_str(), 1);
    engine_.AddContainer(FakeNodeContainer("x", NodeRole::kMaster, 0));
    engine_.AddVolume({.name = "v", .labels = {{kSchemaLabel, "1"}}});
    engine_.AddImage(
        {.reference = "minidcos/node:1", .labels = {{kImageRecipeLabel, "1"}}});
    request_.images = true;
  }
  ~CleanToolTest() override {
    unsetenv("TMPDIR");
    unsetenv("XDG_RUNTIME_DIR");
  }

  absl::Status Run(const Confirm& confirm = nullptr) {
    return CleanUp(Context().WithTimeout(absl::Seconds(30)), engine_.client(),
                   request_, confirm, progress_, out_);
  }

  void ExpectThatAllIsThere() {
    EXPECT_THAT(engine_.containers(), SizeIs(1));
    EXPECT_THAT(engine_.volumes(), SizeIs(1));
    EXPECT_THAT(engine_.images(), SizeIs(2));
  }

  const ScopedFolder temporary_;
  const ScopedFolder runtime_ = *ScopedFolder::Make("/tmp", "r");
  FakeEngine engine_;
  RecordingProgress progress_;
  std::ostringstream out_;
  CleanRequest request_;
};

TEST_F(CleanToolTest, PrintsALineForEachThing) {
  EXPECT_THAT(Run(), IsOk());
  EXPECT_EQ(out_.str(), kAll);
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_THAT(engine_.images(), SizeIs(1));
}

TEST_F(CleanToolTest, PrintsTheSameInADryRunAndLeavesIt) {
  request_.dry_run = true;
  EXPECT_THAT(Run(), IsOk());
  EXPECT_EQ(out_.str(), kAll);
  ExpectThatAllIsThere();
}

TEST_F(CleanToolTest, ShowsWhatItIsAboutToRemoveAndAsks) {
  std::vector<std::string> shown;
  EXPECT_THAT(Run([&](const auto& lines) -> absl::StatusOr<bool> {
                shown = lines;
                return true;
              }),
              IsOk());
  EXPECT_THAT(shown, ElementsAre("container dcos-e2e-x.master-0", "volume v",
                                 "image minidcos/node:1"));
  EXPECT_EQ(out_.str(), kAll);
}

TEST_F(CleanToolTest, RemovesNothingIfTheUserSaysNo) {
  EXPECT_THAT(
      Run([](const auto&) -> absl::StatusOr<bool> { return false; }),
      StatusIs(absl::StatusCode::kCancelled, "nothing has been removed"));
  EXPECT_EQ(out_.str(), "");
  ExpectThatAllIsThere();
}

TEST_F(CleanToolTest, AsksNothingWhereThereIsNothing) {
  EXPECT_THAT(Run(), IsOk());
  EXPECT_THAT(Run([](const auto&) -> absl::StatusOr<bool> {
                return absl::InternalError("asked");
              }),
              IsOk());
}

TEST_F(CleanToolTest, TakesNoImagesBesideCreatesThatMayBeAlive) {
  request_.conditions.stale = true;
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kInvalidArgument,
                              HasSubstr("--images")));
  ExpectThatAllIsThere();
}

TEST_F(CleanToolTest, TakesInstallersIfItIsToldTo) {
  const std::string folder =
      absl::StrCat(*InstallerCacheFolder(), "/", std::string(64, 'a'));
  std::filesystem::create_directories(folder);
  ASSERT_THAT(WriteFile(folder + "/url", "http://x/f.sh\n", 0600), IsOk());
  request_.images = false;
  EXPECT_THAT(Run(), IsOk());
  EXPECT_TRUE(std::filesystem::exists(folder));
  request_.installers = true;
  request_.dry_run = true;
  out_.str("");
  EXPECT_THAT(Run(), IsOk());
  EXPECT_EQ(out_.str(), "installer http://x/f.sh\n");
  EXPECT_TRUE(std::filesystem::exists(folder));
  request_.dry_run = false;
  out_.str("");
  EXPECT_THAT(Run(), IsOk());
  EXPECT_EQ(out_.str(), "installer http://x/f.sh\n");
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(CleanToolTest, TakesInstallersOfNoCluster) {
  request_.images = false;
  request_.installers = true;
  request_.conditions.cluster_id = "x";
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kInvalidArgument,
                              HasSubstr("--installers")));
}

TEST_F(CleanToolTest, RefusesANegativeAge) {
  request_.images = false;
  request_.conditions.older_than = -absl::Hours(1);
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kInvalidArgument,
                              HasSubstr("--older-than")));
  ExpectThatAllIsThere();
}

TEST_F(CleanToolTest, TakesImagesAlsoAfterAnError) {
  engine_.FailNext("DELETE", "/volumes/v", 500, "out of order");
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kUnknown,
                              HasSubstr("volume 'v': out of order")));
  EXPECT_EQ(out_.str(),
            "container dcos-e2e-x.master-0\nimage minidcos/node:1\n");
}

TEST_F(CleanToolTest, TellsInADryRunWhatItCouldNotLookAt) {
  request_.dry_run = true;
  engine_.FailNext("GET", "/volumes", 500, "out of order");
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kUnknown, "out of order"));
  EXPECT_EQ(out_.str(),
            "container dcos-e2e-x.master-0\nimage minidcos/node:1\n");
}

}  // namespace
}  // namespace minidcos
