// What an earlier cluster has left, and the cluster that has its id now.

#include "common/cluster/clean_groups.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <ctime>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/cluster/clean_plan.h"
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
using ::testing::UnorderedElementsAre;

std::string Ago(absl::Duration age) {
  return absl::FormatTime(absl::RFC3339_sec, absl::Now() - age,
                          absl::UTCTimeZone());
}

// An engine with nodes of the cluster "x", and this machine's own folders.
class CleanGroupsTest : public testing::Test {
 protected:
  // The node x.<name> of the create with the word `creation`.
  void AddNode(const std::string& name, const std::string& creation,
               const std::string& creator, const std::string& workspace = "") {
    FakeContainer node = FakeNodeContainer("x", NodeRole::kMaster, 0);
    node.name = name;
    node.labels[kCreationLabel] = creation;
    node.labels[kCreatorLabel] = creator;
    node.labels[kCreatedLabel] = Ago(absl::Minutes(1));
    if (!workspace.empty()) node.labels[kWorkspaceLabel] = workspace;
    engine_.AddContainer(node);
  }

  void AddNetwork(const std::string& creation, const std::string& creator,
                  const std::string& owner = "") {
    FakeNetwork network = {.name = "n",
                           .labels = {{kSchemaLabel, "1"},
                                      {kClusterIdLabel, "x"},
                                      {kCreationLabel, creation},
                                      {kCreatorLabel, creator}}};
    if (!owner.empty()) network.labels[kOwnerLabel] = owner;
    engine_.AddNetwork(network);
  }

  // As if it had been made so long ago by a process that is gone.
  std::string MakeOldWorkspace(absl::Duration age) {
    const std::string path = MakeWorkspace("", "x", engine_.host())->path;
    const std::string marker = path + "/minidcos-cluster";
    EXPECT_THAT(
        WriteFile(marker,
                  absl::StrCat("x\n", DeadProcess(), "\n", engine_.host()),
                  0600),
        IsOk());
    const timespec time = absl::ToTimespec(absl::Now() - age);
    const timespec times[] = {time, time};
    EXPECT_EQ(utimensat(AT_FDCWD, marker.c_str(), times, 0), 0);
    return path;
  }

  std::vector<std::string> Lines(const CleanConditions& conditions) {
    const absl::StatusOr<CleanPlan> plan =
        PlanClean(Context().WithTimeout(absl::Seconds(30)), engine_.client(),
                  conditions, progress_);
    EXPECT_THAT(plan, IsOk());
    EXPECT_THAT(plan->errors, IsEmpty());
    return plan->Lines();
  }

  const UserFolders folders_;
  FakeEngine engine_;
  RecordingProgress progress_;
};

TEST_F(CleanGroupsTest, AYoungClusterHasNotTheAgeOfAWorkspaceThatWasLeft) {
  const std::string old = MakeOldWorkspace(absl::Hours(3));
  const std::string own = MakeWorkspace("", "x", engine_.host())->path;
  AddNode("young", "b", ThisProcess(), own);
  EXPECT_THAT(Lines({.older_than = absl::Hours(2)}),
              ElementsAre("workspace " + old));
  EXPECT_THAT(Lines({.stale = true}), ElementsAre("workspace " + old));
  EXPECT_THAT(Lines({}),
              UnorderedElementsAre("workspace " + old, "workspace " + own,
                                   "container young"));
}

TEST_F(CleanGroupsTest, AClusterHasNotTheOwnerOfANetworkThatWasLeft) {
  AddNetwork("a", DeadProcess(), /*owner=*/DeadProcess());
  AddNode("living", "b", ThisProcess());
  EXPECT_THAT(Lines({.stale = true}), ElementsAre("network n"));
}

TEST_F(CleanGroupsTest, WhatWasLeftHasNotTheCreatorOfWhatIsBeingMade) {
  AddNode("left", "a", DeadProcess());
  AddNetwork("b", ThisProcess());
  EXPECT_THAT(Lines({.stale = true}), IsEmpty()) << "it was complete";
  FakeContainer half = FakeNodeContainer("x", NodeRole::kAgent, 0);
  half.name = "half";
  half.labels[kCreationLabel] = "c";
  half.labels[kCreatorLabel] = DeadProcess();
  engine_.AddContainer(half);
  EXPECT_THAT(Lines({.stale = true}), ElementsAre("container half"));
}

TEST_F(CleanGroupsTest, TheInstallerGoesWithTheLastThatHasTheId) {
  const std::string old = MakeOldWorkspace(absl::Hours(3));
  engine_.AddContainer({.name = "x-installer"});
  AddNode("living", "b", ThisProcess());
  EXPECT_THAT(Lines({.stale = true}), ElementsAre("workspace " + old))
      << "it may be the living one's";
  EXPECT_THAT(Lines({}), ElementsAre("container x-installer",
                                     "workspace " + old, "container living"));
}

TEST_F(CleanGroupsTest, OneIdIsToldOfOnceWhateverItsGroups) {
  MakeWorkspace("", "x", engine_.host())->path;
  AddNetwork("b", ThisProcess());
  EXPECT_THAT(Lines({.cluster_id = "x"}), IsEmpty());
  EXPECT_THAT(progress_.lines(),
              ElementsAre("note cluster 'x' may still be being made: it is "
                          "left"));
}

}  // namespace
}  // namespace minidcos
