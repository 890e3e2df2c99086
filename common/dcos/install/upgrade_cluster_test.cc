#include "common/dcos/install/upgrade_cluster.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/base/files.h"
#include "common/dcos/install/existing_cluster_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kScript[] = "dcos_node_upgrade.sh";

class UpgradeClusterTest : public ExistingClusterFixture {
 protected:
  UpgradeClusterTest() {
    Set({"master-0", "master-1", "master-2", "agent-0", "agent-1",
         "public-agent-0"},
        "2.0.0");
  }

  void Set(const std::vector<std::string>& nodes, const std::string& version) {
    const absl::MutexLock lock(&mutex_);
    for (const std::string& node : nodes) versions_[node] = version;
  }

  absl::Status Upgrade() {
    return UpgradeCluster(operation(), Plan(), FindIt());
  }

  // The installer was asked for its version only, at most.
  void ExpectUntouched() const {
    EXPECT_THAT(ran(kScript), IsEmpty());
    EXPECT_THAT(ReadFile(files_.path() + "/runs").value_or(""),
                testing::AnyOf("", "--version\n"));
  }
};

TEST_F(UpgradeClusterTest, TakesMastersOneByOneThenAgents) {
  EXPECT_THAT(Upgrade(), IsOk());
  std::vector<std::string> nodes = ran(kScript);
  ASSERT_THAT(nodes, SizeIs(6));
  EXPECT_THAT(std::vector<std::string>(nodes.begin(), nodes.begin() + 3),
              ElementsAre("master-0", "master-1", "master-2"));
  EXPECT_THAT(
      ReadFile(files_.path() + "/runs"),
      IsOkAndHolds("--version\n-v --generate-node-upgrade-script 2.0.0\n"));
  EXPECT_THAT(progress_.lines(),
              Contains("begin Upgrading DC/OS 2.0.0 -> 2.1.0"));
}

TEST_F(UpgradeClusterTest, GoesOnWithNodesOfTheOldVersion) {
  Set({"master-0", "agent-1"}, "2.1.0");
  EXPECT_THAT(Upgrade(), IsOk());
  EXPECT_THAT(ran(kScript), UnorderedElementsAre("master-1", "master-2",
                                                 "agent-0", "public-agent-0"));
}

TEST_F(UpgradeClusterTest, StopsAtAMasterThatFails) {
  bad_node_ = "master-1";
  EXPECT_THAT(Upgrade(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("master_1: dcos_node_upgrade.sh exited")));
  EXPECT_THAT(ran(kScript), ElementsAre("master-0", "master-1"));
  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(HasSubstr("DC/OS 2.1.0 on master_0"),
                             HasSubstr("DC/OS 2.0.0 on master_1, master_2"),
                             HasSubstr("the same command goes on"))));
}

TEST_F(UpgradeClusterTest, RefusesTheVersionThatIsThere) {
  Set({"master-0", "master-1", "master-2", "agent-0", "agent-1",
       "public-agent-0"},
      "2.1.0");
  EXPECT_THAT(Upgrade(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                  "cluster 'x' has DC/OS 2.1.0 already"));
  ExpectUntouched();
}

TEST_F(UpgradeClusterTest, RefusesTwoOldVersions) {
  Set({"agent-1"}, "1.13.0");
  EXPECT_THAT(Upgrade(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                  HasSubstr("DC/OS 1.13.0 on agent_1")));
  ExpectUntouched();
}

TEST_F(UpgradeClusterTest, RefusesANodeWithoutDcos) {
  Set({"agent-1"}, "");
  EXPECT_THAT(Upgrade(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                  AllOf(HasSubstr("half set up on agent_1"),
                                        HasSubstr("wait --cluster-id x'"))));
  {
    const absl::MutexLock lock(&mutex_);
    versions_.clear();
  }
  EXPECT_THAT(Upgrade(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                  "master_0: DC/OS is not installed"));
  ExpectUntouched();
}

TEST_F(UpgradeClusterTest, RefusesAnotherVariant) {
  dcos_.installer.source = MakeInstaller("ee");
  EXPECT_THAT(Upgrade(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                  HasSubstr("DC/OS in its open variant")));
  ExpectUntouched();
}

}  // namespace
}  // namespace minidcos
