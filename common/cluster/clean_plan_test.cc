#include "common/cluster/clean_plan.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/base/temporary_folder.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/cluster/mac_network_labels.h"
#include "common/cluster/sidecar_labels.h"
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
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kElsewhere[] = "other/boot/1/2";

// An engine, and a temporary directory of this machine's own.
class CleanPlanTest : public testing::Test {
 protected:
  // The time in `hours` hours, as a label.
  static std::string InHours(int hours) {
    return absl::FormatTime(absl::RFC3339_sec, absl::Now() + absl::Hours(hours),
                            absl::UTCTimeZone());
  }

  // The master of the cluster `id`.
  void AddMaster(const std::string& id, const std::string& creator,
                 bool is_complete, absl::Duration age = absl::Minutes(1),
                 const std::string& expires = "") {
    FakeContainer node = FakeNodeContainer(id, NodeRole::kMaster, 0);
    node.name = id;
    node.labels[kCreatorLabel] = creator;
    node.labels[kCreatedLabel] = absl::FormatTime(
        absl::RFC3339_sec, absl::Now() - age, absl::UTCTimeZone());
    if (!expires.empty()) node.labels[kExpiresLabel] = expires;
    if (!is_complete) node.files.clear();
    engine_.AddContainer(node);
  }

  absl::StatusOr<CleanPlan> Plan() {
    return PlanClean(Context().WithTimeout(absl::Seconds(30)), engine_.client(),
                     conditions_, progress_);
  }
  std::vector<std::string> Lines() {
    const absl::StatusOr<CleanPlan> plan = Plan();
    EXPECT_THAT(plan, IsOk());
    EXPECT_THAT(plan->errors, IsEmpty());
    return plan->Lines();
  }

  const UserFolders folders_;
  FakeEngine engine_;
  RecordingProgress progress_;
  CleanConditions conditions_;
};

TEST_F(CleanPlanTest, TakesWhatIsBeingMadeToo) {
  AddMaster("live", ThisProcess(), /*is_complete=*/false);
  EXPECT_THAT(Lines(), ElementsAre("container live"));
}

TEST_F(CleanPlanTest, TakesWithStaleWhatACreateThatIsGoneHasNotCompleted) {
  AddMaster("dead", DeadProcess(), /*is_complete=*/false);
  AddMaster("done", DeadProcess(), /*is_complete=*/true);
  AddMaster("live", ThisProcess(), /*is_complete=*/false);
  AddMaster("far", kElsewhere, /*is_complete=*/false);
  engine_.AddContainer(E2eNodeContainer("e", NodeRole::kMaster, "172.17.0.9"));
  for (const char* id : {"dead", "done", "live", "far"}) {
    engine_.AddContainer({.name = absl::StrCat(id, "-installer")});
  }
  conditions_.stale = true;
  EXPECT_THAT(Lines(),
              ElementsAre("container dead-installer", "container dead"));
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(CleanPlanTest, LeavesTheMacNetworkWhateverItsName) {
  engine_.AddContainer({.name = "minidcos-mac-network",
                        .labels = {{kMacNetworkLabel, kMacNetworkServer},
                                   {kSchemaLabel, "1"},
                                   {kCreatorLabel, DeadProcess()}}});
  EXPECT_THAT(Lines(), IsEmpty());
  conditions_.stale = true;
  EXPECT_THAT(Lines(), IsEmpty());
  conditions_ = {.unlabelled_prefix = "minidcos"};
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(CleanPlanTest, TakesWithStaleWhatHasLostItsOwner) {
  const auto add = [this](const std::string& id, const std::string& owner) {
    FakeContainer node = FakeNodeContainer(id, NodeRole::kMaster, 0);
    node.name = id;
    node.labels[kCreatorLabel] = node.labels[kOwnerLabel] = owner;
    if (id == "kept") node.files["/etc/minidcos-kept"] = "";
    engine_.AddContainer(node);
  };
  add("dead", DeadProcess());
  add("kept", DeadProcess());
  add("live", ThisProcess());
  add("far", kElsewhere);
  conditions_.stale = true;
  EXPECT_THAT(Lines(), ElementsAre("container dead"));
}

TEST_F(CleanPlanTest, TakesWithStaleWhatHasExpired) {
  AddMaster("ever", DeadProcess(), /*is_complete=*/true);
  AddMaster("late", kElsewhere, /*is_complete=*/true, absl::Minutes(1),
            InHours(1));
  AddMaster("over", kElsewhere, /*is_complete=*/true, absl::Minutes(1),
            InHours(-1));
  EXPECT_THAT(Lines(), UnorderedElementsAre("container ever", "container late",
                                            "container over"));
  conditions_.stale = true;
  EXPECT_THAT(Lines(), ElementsAre("container over"));
}

TEST_F(CleanPlanTest, GoesByThePartThatExpiresLast) {
  AddMaster("a", kElsewhere, /*is_complete=*/true, absl::Minutes(1),
            InHours(-1));
  AddMaster("b", kElsewhere, /*is_complete=*/true, absl::Minutes(1),
            InHours(-1));
  engine_.AddVolume({.name = "a", .labels = {{kClusterIdLabel, "a"}}});
  engine_.AddVolume(
      {.name = "b",
       .labels = {{kClusterIdLabel, "b"}, {kExpiresLabel, InHours(1)}}});
  conditions_.stale = true;
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(CleanPlanTest, TakesWithStaleWhatIsLeftWithoutANode) {
  engine_.AddNetwork({.name = "n",
                      .labels = {{kSchemaLabel, "1"},
                                 {kClusterIdLabel, "x"},
                                 {kCreatorLabel, DeadProcess()}}});
  engine_.AddVolume({.name = "v",
                     .labels = {{kSchemaLabel, "1"},
                                {kClusterIdLabel, "y"},
                                {kCreatorLabel, DeadProcess()}}});
  engine_.AddContainer(
      {.name = "helper",
       .labels = {{kSchemaLabel, "1"}, {kCreatorLabel, DeadProcess()}}});
  engine_.AddContainer(
      {.name = "busy",
       .labels = {{kSchemaLabel, "1"}, {kCreatorLabel, ThisProcess()}}});
  conditions_.stale = true;
  EXPECT_THAT(Lines(), UnorderedElementsAre("container helper", "volume v",
                                            "network n"));
}

TEST_F(CleanPlanTest, LeavesTheWorkspaceOfALiveCreateThatHasNoContainerYet) {
  const std::string live = MakeWorkspace("", "x", engine_.host())->path;
  engine_.AddContainer({.name = "x-installer"});
  conditions_.stale = true;
  EXPECT_THAT(Lines(), IsEmpty());
  conditions_ = {};
  EXPECT_THAT(Lines(),
              ElementsAre("container x-installer", "workspace " + live));
}

TEST_F(CleanPlanTest, TakesWhatIsOlder) {
  AddMaster("old", DeadProcess(), /*is_complete=*/true, absl::Hours(3));
  AddMaster("young", DeadProcess(), /*is_complete=*/true, absl::Hours(1));
  AddMaster("live", ThisProcess(), /*is_complete=*/false, absl::Hours(3));
  engine_.AddContainer(
      {.name = "dcos-e2e-e",
       .labels = {{kClusterIdLabel, "e"}, {kNodeTypeLabel, "master"}},
       .created = "2026-01-01T00:00:00Z"});
  engine_.AddVolume({.name = "undated", .labels = {{kSchemaLabel, "1"}}});
  conditions_.older_than = absl::Hours(2);
  EXPECT_THAT(Lines(),
              UnorderedElementsAre("container old", "container dcos-e2e-e"));
  EXPECT_THAT(progress_.lines(), ElementsAre(HasSubstr("cluster 'live' may")));
}

TEST_F(CleanPlanTest, TakesWhatKilledToolsHaveLeftHere) {
  const std::string folder = folders_.MakeAbandoned("genconf");
  const std::string live =
      absl::StrCat(folders_.temporary(), "/", TemporaryName("genconf"));
  ASSERT_THAT(MakeFolder(live, 0700), IsOk());
  EXPECT_THAT(Lines(), ElementsAre("temporary " + folder));
  conditions_.stale = true;
  EXPECT_THAT(Lines(), ElementsAre("temporary " + folder));
  conditions_.cluster_id = "x";
  EXPECT_THAT(Lines(), IsEmpty()) << "it is of no cluster";
}

TEST_F(CleanPlanTest, TakesOneClusterOnly) {
  for (const char* id : {"x", "xy"}) {
    AddMaster(id, DeadProcess(), /*is_complete=*/true);
    engine_.AddContainer({.name = absl::StrCat(id, "-installer")});
    engine_.AddVolume(
        {.name = absl::StrCat("v-", id), .labels = {{kClusterIdLabel, id}}});
  }
  engine_.AddContainer({.name = "helper", .labels = {{kSchemaLabel, "1"}}});
  conditions_.cluster_id = "x";
  EXPECT_THAT(Lines(), ElementsAre("container x-installer", "container x",
                                   "volume v-x"));
}

TEST_F(CleanPlanTest, LeavesAClusterThatIsBeingMadeAndTells) {
  AddMaster("x", ThisProcess(), /*is_complete=*/false);
  conditions_.cluster_id = "x";
  EXPECT_THAT(Lines(), IsEmpty());
  EXPECT_THAT(progress_.lines(),
              ElementsAre("note cluster 'x' may still be being made: it is "
                          "left"));
}

TEST_F(CleanPlanTest, TakesUnlabelledContainersOfThePrefixItIsGiven) {
  engine_.AddContainer({.name = "dcos-e2e-1-master-0"});
  engine_.AddContainer({.name = "dcos-e2elike"});
  engine_.AddContainer({.name = "my-dcos-e2e-1"});
  engine_.AddNetwork({.name = "dcos-e2e-net"});
  EXPECT_THAT(Lines(), IsEmpty());
  conditions_.unlabelled_prefix = "dcos-e2e";
  EXPECT_THAT(Lines(), ElementsAre("container dcos-e2e-1-master-0"));
  conditions_.stale = true;
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(CleanPlanTest, TakesNoSidecarForStaleBecauseItsToolHasEnded) {
  engine_.AddContainer({.name = "sidecar",
                        .labels = {{kSidecarNameLabel, "x"},
                                   {kSchemaLabel, "1"},
                                   {kCreatorLabel, DeadProcess()}}});
  EXPECT_THAT(Lines(), ElementsAre("container sidecar"));
  conditions_.stale = true;
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(CleanPlanTest, NamesNoVolumeThatGoesWithItsContainer) {
  engine_.AddVolume({.name = "v", .labels = {{kClusterIdLabel, "x"}}});
  FakeContainer node = FakeNodeContainer("x", NodeRole::kMaster, 0);
  node.volumes = {"v"};
  engine_.AddContainer(node);
  EXPECT_THAT(Lines(), ElementsAre("container dcos-e2e-x.master-0"));
}

TEST_F(CleanPlanTest, LeavesWhatTheEngineCannotTellOf) {
  AddMaster("x", DeadProcess(), /*is_complete=*/false);
  AddMaster("y", DeadProcess(), /*is_complete=*/false);
  engine_.FailNext("HEAD", "/containers/.*", 500, "");
  conditions_.stale = true;
  const absl::StatusOr<CleanPlan> plan = Plan();
  ASSERT_THAT(plan, IsOk());
  EXPECT_THAT(plan->Lines(), ElementsAre("container y"));
  EXPECT_THAT(plan->errors, testing::SizeIs(1));
}

}  // namespace
}  // namespace minidcos
