#include "common/cluster/ssh_access.h"

#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/cluster/cluster.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/node/fake_ssh.h"
#include "common/node/node.h"
#include "common/node/ssh_login.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A cluster of a master and an agent, with a workspace on this machine.
class SshAccessTest : public testing::Test {
 protected:
  SshAccessTest() {
    EXPECT_THAT(MakeFolder(workspace_.path() + "/ssh", 0700), IsOk());
    EXPECT_THAT(WriteFile(key_, "the key", 0600), IsOk());
    for (const NodeRole role : {NodeRole::kMaster, NodeRole::kAgent}) {
      FakeContainer node = FakeNodeContainer("x", role, 0);
      node.labels[kWorkspaceLabel] = workspace_.path();
      node.labels[kCreatorLabel] = ThisProcess();
      node.files["/etc/ssh/ssh_host_ed25519_key.pub"] =
          "ssh-ed25519 AAAA root@master-0\n";
      nodes_.push_back(node);
    }
  }

  absl::StatusOr<SshLogin> Login(NodeRole role = NodeRole::kMaster) {
    if (engine_.containers().empty()) {
      for (const FakeContainer& node : nodes_) engine_.AddContainer(node);
    }
    const Context ctx = Context().WithTimeout(absl::Minutes(1));
    const auto cluster = FindCluster(ctx, engine_.client(), "x");
    if (!cluster.ok()) return cluster.status();
    const auto access = NewClusterSshAccess(engine_.client(), *cluster);
    return PrepareSshLogin(
        ctx, *access,
        role == NodeRole::kMaster ? cluster->masters[0] : cluster->agents[0]);
  }

  FakeSsh ssh_;  // for its folder
  const ScopedFolder workspace_ = *ScopedFolder::Make("/tmp", "ssh-access-");
  const std::string key_ = workspace_.path() + "/ssh/id_rsa";
  std::vector<FakeContainer> nodes_;
  FakeEngine engine_;
};

TEST_F(SshAccessTest, IsByTheKeyOfTheWorkspace) {
  const auto login = Login();
  ASSERT_THAT(login, IsOk());
  EXPECT_EQ(login->key, key_);
  EXPECT_EQ(login->user, "root");
  EXPECT_THAT(engine_.execs(), IsEmpty());
}

TEST_F(SshAccessTest, ReadsTheHostKeysFromTheNode) {
  nodes_[0].files["/etc/ssh/ssh_host_rsa_key.pub"] = "ssh-rsa BBBB\n";
  const auto login = Login();
  ASSERT_THAT(login, IsOk());
  const std::string alias = login->host_key_alias;
  EXPECT_EQ(alias, engine_.FindContainer(nodes_[0].name)->id);
  EXPECT_THAT(
      ReadFile(login->known_hosts),
      IsOkAndHolds(alias + " ssh-ed25519 AAAA\n" + alias + " ssh-rsa BBBB\n"));
}

TEST_F(SshAccessTest, FailsOnANodeWithoutHostKeys) {
  nodes_[0].files.clear();
  EXPECT_THAT(Login(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("master_0: the node has no host key")));
}

TEST_F(SshAccessTest, FailsOnANodeThatDoesNotRun) {
  nodes_[0].state = "exited";
  EXPECT_THAT(Login(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("master_0: it is not running")));
}

TEST_F(SshAccessTest, TellsThatANodeHasStoppedSinceItWasFound) {
  for (const FakeContainer& node : nodes_) engine_.AddContainer(node);
  const Context ctx = Context().WithTimeout(absl::Minutes(1));
  const auto cluster = FindCluster(ctx, engine_.client(), "x");
  ASSERT_THAT(cluster, IsOk());
  const auto access = NewClusterSshAccess(engine_.client(), *cluster);
  ASSERT_THAT(
      engine_.client().KillContainer(ctx, cluster->masters[0].container_id()),
      IsOk());
  EXPECT_THAT(PrepareSshLogin(ctx, *access, cluster->masters[0]),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "master_0: it is not running (exited)"));
}

TEST_F(SshAccessTest, IsByAKeyOfItsOwnWhereTheWorkspaceIsGone) {
  unlink(key_.c_str());
  const auto master = Login();
  const auto agent = Login(NodeRole::kAgent);
  ASSERT_THAT(master, IsOk());
  ASSERT_THAT(agent, IsOk());
  EXPECT_EQ(master->key, agent->key);
  struct stat info;
  ASSERT_EQ(stat(master->key.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600);
  const auto public_key = ReadFile(master->key + ".pub");
  ASSERT_THAT(public_key, IsOk());
  ASSERT_THAT(engine_.execs(), SizeIs(2));
  for (const FakeExecCall& call : engine_.execs()) {
    const auto& words = call.request.cmd();
    EXPECT_EQ(words[words.size() - 1] + "\n", *public_key);
  }
}

TEST_F(SshAccessTest, IsNotByAKeyThatOthersMayRead) {
  ASSERT_EQ(chmod(key_.c_str(), 0644), 0);
  const auto login = Login();
  ASSERT_THAT(login, IsOk());
  EXPECT_NE(login->key, key_);
}

TEST_F(SshAccessTest, IsNotByTheKeyOfAPathOfAnotherMachine) {
  for (FakeContainer& node : nodes_) {
    node.labels[kCreatorLabel] = "elsewhere/boot/1/2";
  }
  const auto login = Login();
  ASSERT_THAT(login, IsOk());
  EXPECT_NE(login->key, key_);
}

TEST_F(SshAccessTest, WorksOnAClusterOfDcosE2e) {
  nodes_.clear();
  FakeContainer node = E2eNodeContainer("x", NodeRole::kMaster, "172.17.0.2");
  node.labels[kWorkspaceLabel] = workspace_.path();
  node.files["/etc/ssh/ssh_host_rsa_key.pub"] = "ssh-rsa BBBB\n";
  nodes_.push_back(node);
  const auto login = Login();
  ASSERT_THAT(login, IsOk());
  EXPECT_EQ(login->key, key_);
}

}  // namespace
}  // namespace minidcos
