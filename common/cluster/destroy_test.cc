#include "common/cluster/destroy.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/cluster/cluster.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/cluster/mac_network_labels.h"
#include "common/cluster/workspace.h"
#include "common/docker/engine.pb.h"
#include "common/node/fake_ssh.h"
#include "common/node/node.h"
#include "common/node/ssh_connection.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr uid_t kNobody = 65534;

// An ordinary user, whom a folder without write permission stops, for its
// scope.
class OrdinaryUser {
 public:
  OrdinaryUser() { EXPECT_TRUE(getuid() != 0 || seteuid(kNobody) == 0); }
  ~OrdinaryUser() { EXPECT_TRUE(getuid() != 0 || seteuid(0) == 0); }
};

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

// The cluster "x", of one master and one agent, with a workspace.
class DestroyTest : public testing::Test {
 protected:
  // Not TEST_TMPDIR, where an ordinary user may not write.
  DestroyTest()
      : parent_(*ScopedFolder::Make("/tmp", "destroy-test-")),
        workspace_(*MakeWorkspace(parent_.path(), "x", engine_.host())) {}

  // The cluster as the engine tells of it, by `creator` in `workspace`.
  Cluster Find(const std::string& creator, const std::string& workspace) {
    for (const NodeRole role : {NodeRole::kMaster, NodeRole::kAgent}) {
      FakeContainer node = FakeNodeContainer("x", role, 0);
      node.labels[kCreatorLabel] = creator;
      node.labels[kWorkspaceLabel] = workspace;
      node.volumes = {node.name + "-volume"};
      engine_.AddVolume({.name = node.volumes[0]});
      engine_.AddContainer(node);
    }
    return *FindCluster(Limit(), engine_.client(), "x");
  }
  Cluster Find() { return Find(ThisProcess(), workspace_.path); }

  absl::Status Destroy(const Cluster& cluster) {
    return DestroyCluster(Limit(), engine_.client(), cluster, progress_);
  }

  static Context Limit() { return Context().WithTimeout(absl::Seconds(30)); }

  OrdinaryUser user_;
  FakeEngine engine_;
  RecordingProgress progress_;
  const ScopedFolder parent_;
  const Workspace workspace_;
};

TEST_F(DestroyTest, RemovesContainersVolumesAndWorkspace) {
  engine_.AddContainer(FakeNodeContainer("y", NodeRole::kMaster, 0));
  EXPECT_THAT(Destroy(Find()), IsOk());
  ASSERT_THAT(engine_.containers(), SizeIs(1));
  EXPECT_EQ(engine_.containers()[0].name, "dcos-e2e-y.master-0");
  EXPECT_THAT(engine_.volumes(), IsEmpty());
  EXPECT_FALSE(Exists(workspace_.path));
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(DestroyTest, RemovesTheInstallersContainerByItsExactName) {
  engine_.AddContainer({.name = "x-installer"});
  engine_.AddContainer({.name = "my-x-installer"});
  EXPECT_THAT(Destroy(Find()), IsOk());
  ASSERT_THAT(engine_.containers(), SizeIs(1));
  EXPECT_EQ(engine_.containers()[0].name, "my-x-installer");
}

TEST_F(DestroyTest, RemovesTheWorkspaceBeforeTheContainersThatTellOfIt) {
  const Cluster cluster = Find();
  // Two nodes and the installer.
  for (int i = 0; i < 3; ++i) {
    engine_.FailNext("DELETE", "/containers/.*", 500, "device is busy");
  }
  EXPECT_THAT(Destroy(cluster),
              StatusIs(absl::StatusCode::kUnknown, "device is busy"));
  EXPECT_FALSE(Exists(workspace_.path));
  EXPECT_THAT(engine_.containers(), SizeIs(2));
  EXPECT_THAT(Destroy(cluster), IsOk());
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(DestroyTest, RemovesTheOtherContainersAfterAnError) {
  const Cluster cluster = Find();
  const std::string master = cluster.masters[0].container_id();
  engine_.FailNext("DELETE", "/containers/" + master, 500, "device is busy");
  EXPECT_THAT(Destroy(cluster), StatusIs(absl::StatusCode::kUnknown));
  ASSERT_THAT(engine_.containers(), SizeIs(1));
  EXPECT_EQ(engine_.containers()[0].id, master);
}

TEST_F(DestroyTest, TakesWhatIsGoneAlreadyForSuccess) {
  const Cluster cluster = Find();
  ASSERT_THAT(Destroy(cluster), IsOk());
  EXPECT_THAT(Destroy(cluster), IsOk());
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(DestroyTest, LeavesAWorkspaceOnAnotherMachineAndWarns) {
  EXPECT_THAT(Destroy(Find("elsewhere/boot/1/2", workspace_.path)), IsOk());
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_TRUE(Exists(workspace_.path));
  EXPECT_THAT(progress_.lines(),
              ElementsAre(AllOf(StartsWith("warn "), HasSubstr(workspace_.path),
                                HasSubstr("another machine"))));
}

TEST_F(DestroyTest, LeavesAFolderThatIsNoWorkspaceAndWarns) {
  EXPECT_THAT(Destroy(Find(ThisProcess(), parent_.path())), IsOk());
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_TRUE(Exists(parent_.path()));
  EXPECT_THAT(progress_.lines(),
              ElementsAre(AllOf(StartsWith("warn "), HasSubstr(parent_.path()),
                                HasSubstr("is left"))));
}

TEST_F(DestroyTest, DoesWithoutAWorkspace) {
  EXPECT_THAT(Destroy(Find("", "")), IsOk());
  EXPECT_THAT(engine_.containers(), IsEmpty());
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

TEST_F(DestroyTest, SaysWhetherThereWasAWorkspace) {
  const Cluster cluster = Find();
  EXPECT_THAT(DestroyWorkspace(Limit(), engine_.client(), cluster),
              IsOkAndHolds(true));
  EXPECT_THAT(DestroyWorkspace(Limit(), engine_.client(), cluster),
              IsOkAndHolds(false));
  EXPECT_THAT(engine_.containers(), SizeIs(2));
}

TEST_F(DestroyTest, RemovesThroughTheEngineWhatRootHasWritten) {
  const Cluster cluster = Find();
  const std::string file = workspace_.serve() + "/file";
  ASSERT_THAT(WriteFile(file, "", 0644), IsOk());
  ASSERT_EQ(chmod(workspace_.serve().c_str(), 0555), 0);
  docker::CreateContainerRequest request;
  engine_.OnStart([&](const FakeContainer& container) {
    request = container.request;
    EXPECT_EQ(chmod(workspace_.serve().c_str(), 0755), 0);
    EXPECT_THAT(RemoveTree(file), IsOk());
    return FakeRun();
  });
  EXPECT_THAT(DestroyWorkspace(Limit(), engine_.client(), cluster),
              IsOkAndHolds(true));
  EXPECT_FALSE(Exists(workspace_.path));
  EXPECT_EQ(request.image(), cluster.image);
  ASSERT_EQ(request.host_config().mounts_size(), 1);
  EXPECT_EQ(request.host_config().mounts(0).source(), workspace_.path);
  EXPECT_EQ(request.labels().count(kSchemaLabel), 1) << "for clean";
  EXPECT_THAT(engine_.containers(), SizeIs(2));
}

TEST_F(DestroyTest, WarnsIfNotEvenTheEngineRemovesTheWorkspace) {
  const Cluster cluster = Find();
  ASSERT_THAT(WriteFile(workspace_.serve() + "/file", "", 0644), IsOk());
  ASSERT_EQ(chmod(workspace_.serve().c_str(), 0555), 0);
  engine_.FailNext("POST", "/containers/create", 404, "No such image: x");
  EXPECT_THAT(Destroy(cluster), IsOk());
  ASSERT_EQ(chmod(workspace_.serve().c_str(), 0755), 0);
  EXPECT_THAT(progress_.lines(), ElementsAre("warn No such image: x"));
  EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(DestroyTest, TakesAwayWhatIsKeptForAnSshToTheNodes) {
  const FakeSsh ssh;  // for its folder
  const Cluster cluster = Find();
  const std::string hosts = *SshFile(cluster.agents[0].container_id(), "hosts");
  ASSERT_THAT(WriteFile(hosts, "", 0600), IsOk());
  EXPECT_THAT(Destroy(cluster), IsOk());
  EXPECT_FALSE(Exists(hosts));
}

TEST_F(DestroyTest, TakesTheClustersOwnNetworkAndNoOther) {
  engine_.AddNetwork(
      {.name = "own", .labels = {{kSchemaLabel, "1"}, {kClusterIdLabel, "x"}}});
  engine_.AddNetwork({.name = "users", .labels = {{kClusterIdLabel, "x"}}});
  engine_.AddVolume({.name = "users", .labels = {{kClusterIdLabel, "x"}}});
  Cluster cluster = Find();
  cluster.network = "own";
  EXPECT_THAT(Destroy(cluster), IsOk());
  ASSERT_THAT(engine_.volumes(), SizeIs(1));
  EXPECT_EQ(engine_.volumes()[0].name, "users");
  std::vector<std::string> left;
  for (const FakeNetwork& network : engine_.networks()) {
    left.push_back(network.name);
  }
  EXPECT_THAT(left, ElementsAre("bridge", "host", "none", "users"));
}

TEST_F(DestroyTest, TakesVolumesOfDcosE2esClusterWithoutOurLabel) {
  engine_.AddContainer(E2eNodeContainer("e", NodeRole::kMaster, "172.17.0.9"));
  engine_.AddVolume({.name = "v", .labels = {{kClusterIdLabel, "e"}}});
  EXPECT_THAT(Destroy(*FindCluster(Limit(), engine_.client(), "e")), IsOk());
  EXPECT_THAT(engine_.volumes(), IsEmpty());
}

TEST_F(DestroyTest, LeavesAFolderOfAnotherUserAndWarns) {
  if (getuid() != 0) GTEST_SKIP() << "there is only one user";
  const Cluster cluster = Find();
  // Whoever can make one with a marker in it.
  const std::string marker = workspace_.path + "/minidcos-cluster";
  ASSERT_EQ(seteuid(0), 0);
  ASSERT_EQ(chmod(workspace_.path.c_str(), 0755), 0);
  ASSERT_EQ(chmod(marker.c_str(), 0644), 0);
  ASSERT_EQ(chown(workspace_.path.c_str(), 12345, 12345), 0);
  ASSERT_EQ(chown(workspace_.genconf().c_str(), 12345, 12345), 0);
  ASSERT_EQ(seteuid(kNobody), 0);
  engine_.OnStart([](const FakeContainer&) {
    ADD_FAILURE() << "root is given the folder";
    return FakeRun();
  });
  EXPECT_THAT(Destroy(cluster), IsOk());
  EXPECT_THAT(progress_.lines(),
              ElementsAre(AllOf(StartsWith("warn "), HasSubstr("another user"),
                                HasSubstr("is left"))));
  EXPECT_TRUE(Exists(marker));
  ASSERT_EQ(seteuid(0), 0);
  ASSERT_EQ(chown(workspace_.path.c_str(), kNobody, kNobody), 0);
  ASSERT_EQ(chown(workspace_.genconf().c_str(), kNobody, kNobody), 0);
  ASSERT_EQ(seteuid(kNobody), 0);
}

TEST_F(DestroyTest, TakesANetworkThatTheMacNetworkIsOn) {
  engine_.AddNetwork(
      {.name = "own", .labels = {{kSchemaLabel, "1"}, {kClusterIdLabel, "x"}}});
  engine_.AddContainer({.name = "vpn",
                        .labels = {{kMacNetworkLabel, kMacNetworkServer}},
                        .networks = {{"own", "10.1.0.2"}}});
  Cluster cluster = Find();
  cluster.network = "own";
  EXPECT_THAT(Destroy(cluster), IsOk());
  EXPECT_THAT(engine_.networks(), SizeIs(3)) << "the engine's own";
  EXPECT_THAT(engine_.FindContainer("vpn")->networks, IsEmpty());
}

TEST_F(DestroyTest, RefusesNodesThatWerePutTogether) {
  const Cluster found = Find();
  EXPECT_THAT(Destroy(Cluster::FromNodes(found.masters, found.agents, {})),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(engine_.containers(), SizeIs(2));
}

TEST_F(DestroyTest, OfOneNodeLeavesTheOthers) {
  const Cluster cluster = Find();
  EXPECT_THAT(DestroyNode(Limit(), engine_.client(), cluster.agents.front()),
              IsOk());
  ASSERT_THAT(engine_.containers(), SizeIs(1));
  EXPECT_EQ(engine_.containers().front().name, "dcos-e2e-x.master-0");
}

}  // namespace
}  // namespace minidcos
