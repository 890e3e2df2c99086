#include "common/cluster/destroy_clusters.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/cluster/workspace.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/dead_process.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"
#include "testing/user_folders.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// An engine with the clusters "a", "b" and "c", of a master each.
class DestroyClustersTest : public testing::Test {
 protected:
  DestroyClustersTest() {
    for (const char* id : {"a", "b", "c"}) {
      ids_.push_back(
          engine_.AddContainer(FakeNodeContainer(id, NodeRole::kMaster, 0)));
    }
  }

  absl::Status Destroy(const std::vector<std::string>& ids,
                       MissingCluster missing = MissingCluster::kIsAnError,
                       const Context& ctx = Context()) {
    return DestroyClusters(
        ctx.WithTimeout(absl::Seconds(30)), engine_.client(), ids, missing,
        progress_,
        [this](absl::string_view id) { destroyed_.emplace_back(id); });
  }

  FakeEngine engine_;
  RecordingProgress progress_;
  std::vector<std::string> ids_;  // of the containers
  std::vector<std::string> destroyed_;
};

TEST_F(DestroyClustersTest, DestroysThoseNamedInTheirOrder) {
  EXPECT_THAT(Destroy({"c", "a"}), IsOk());
  EXPECT_THAT(destroyed_, ElementsAre("c", "a"));
  ASSERT_THAT(engine_.containers(), SizeIs(1));
  EXPECT_EQ(engine_.containers()[0].id, ids_[1]);
  EXPECT_THAT(progress_.lines(),
              ElementsAre("begin Destroying cluster 'c'", "done",
                          "begin Destroying cluster 'a'", "done"));
}

TEST_F(DestroyClustersTest, CountsAnIdThatComesTwiceOnce) {
  EXPECT_THAT(Destroy({"b", "a", "b"}), IsOk());
  EXPECT_THAT(destroyed_, ElementsAre("b", "a"));
}

TEST_F(DestroyClustersTest, DoesNothingForNoIds) {
  EXPECT_THAT(Destroy({}), IsOk());
  EXPECT_THAT(destroyed_, IsEmpty());
  EXPECT_THAT(engine_.containers(), SizeIs(3));
}

TEST_F(DestroyClustersTest, TakesWhatAKilledOneHasLeftWithoutNodes) {
  engine_.AddNetwork(
      {.name = "n", .labels = {{kSchemaLabel, "1"}, {kClusterIdLabel, "x"}}});
  engine_.AddNetwork({.name = "a-users", .labels = {{kClusterIdLabel, "x"}}});
  engine_.AddVolume(
      {.name = "v", .labels = {{kSchemaLabel, "1"}, {kClusterIdLabel, "y"}}});
  EXPECT_THAT(Destroy({"x", "y"}), IsOk());
  EXPECT_THAT(destroyed_, ElementsAre("x", "y"));
  EXPECT_THAT(engine_.volumes(), IsEmpty());
  for (const FakeNetwork& network : engine_.networks()) {
    EXPECT_NE(network.name, "n");
  }
  EXPECT_THAT(Destroy({"x"}), StatusIs(absl::StatusCode::kNotFound))
      << "what is left is the user's";
}

TEST_F(DestroyClustersTest, TakesTheInstallerAndWorkspaceOfAKilledCreate) {
  const UserFolders folders;
  const std::string left = MakeWorkspace("", "x", engine_.host())->path;
  const std::string live = MakeWorkspace("", "y", engine_.host())->path;
  ASSERT_THAT(
      WriteFile(left + "/minidcos-cluster",
                absl::StrCat("x\n", DeadProcess(), "\n", engine_.host()), 0600),
      IsOk());
  for (const char* id : {"x", "y", "z"}) {
    engine_.AddContainer({.name = absl::StrCat(id, "-installer")});
  }
  EXPECT_THAT(Destroy({"x"}), IsOk());
  EXPECT_THAT(destroyed_, ElementsAre("x"));
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_FALSE(engine_.FindContainer("x-installer").has_value());
  EXPECT_THAT(Destroy({"y"}), StatusIs(absl::StatusCode::kNotFound))
      << "it is being made";
  EXPECT_TRUE(std::filesystem::exists(live));
  EXPECT_THAT(Destroy({"z"}), StatusIs(absl::StatusCode::kNotFound))
      << "that is somebody's own container";
  EXPECT_THAT(engine_.containers(), SizeIs(5));
}

TEST_F(DestroyClustersTest, WaitsForAVolumeThatIsStillInUse) {
  engine_.AddVolume(
      {.name = "v", .labels = {{kSchemaLabel, "1"}, {kClusterIdLabel, "x"}}});
  engine_.FailNext("DELETE", "/volumes/v", 409, "volume is in use - [c]");
  EXPECT_THAT(Destroy({"x"}), IsOk());
  EXPECT_THAT(engine_.volumes(), IsEmpty());
}

TEST_F(DestroyClustersTest, FailsForAnUnknownOneAfterTheOthers) {
  EXPECT_THAT(Destroy({"x", "a"}),
              StatusIs(absl::StatusCode::kNotFound, "no such cluster: 'x'"));
  EXPECT_THAT(destroyed_, ElementsAre("a"));
}

TEST_F(DestroyClustersTest, NamesAllUnknownOnes) {
  EXPECT_THAT(Destroy({"x", "a", "y"}), StatusIs(absl::StatusCode::kNotFound,
                                                 "no such clusters: 'x', 'y'"));
}

TEST_F(DestroyClustersTest, OnlyWarnsOfAnUnknownOneIfAskedTo) {
  EXPECT_THAT(Destroy({"x"}, MissingCluster::kIsAWarning), IsOk());
  EXPECT_THAT(destroyed_, IsEmpty());
  EXPECT_THAT(progress_.lines(), ElementsAre("warn no such cluster: 'x'"));
}

TEST_F(DestroyClustersTest, GoesOnAfterOneThatFails) {
  engine_.FailNext("DELETE", "/containers/" + ids_[0], 500, "device is busy");
  EXPECT_THAT(Destroy({"a", "b"}),
              StatusIs(absl::StatusCode::kUnknown,
                       "destroying cluster 'a': device is busy"));
  EXPECT_THAT(destroyed_, ElementsAre("b"));
  EXPECT_THAT(progress_.lines(),
              ElementsAre("begin Destroying cluster 'a'", "failed",
                          "begin Destroying cluster 'b'", "done"));
}

TEST_F(DestroyClustersTest, ReturnsAFailureBeforeAnUnknownOne) {
  engine_.FailNext("DELETE", "/containers/" + ids_[0], 500, "device is busy");
  EXPECT_THAT(Destroy({"x", "a"}), StatusIs(absl::StatusCode::kUnknown));
}

TEST_F(DestroyClustersTest, PassesOnThatTheEngineCannotTell) {
  engine_.FailNext("GET", "/containers/json", 500, "out of order");
  EXPECT_THAT(Destroy({"a"}),
              StatusIs(absl::StatusCode::kUnknown, "out of order"));
  EXPECT_THAT(engine_.containers(), SizeIs(3));
}

TEST_F(DestroyClustersTest, StopsAtAnInterrupt) {
  Cancellation interrupted;
  interrupted.Cancel();
  EXPECT_THAT(Destroy({"a"}, MissingCluster::kIsAnError,
                      Context().WithCancellation(interrupted)),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(destroyed_, IsEmpty());
  EXPECT_THAT(engine_.containers(), SizeIs(3));
}

}  // namespace
}  // namespace minidcos
