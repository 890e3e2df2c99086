#include "common/cluster/provision/provision.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/cluster/cluster.h"
#include "common/cluster/labels.h"
#include "common/cluster/provision/introduce_nodes.h"
#include "common/cluster/provision/provision_fixture.h"
#include "common/cluster/workspace.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::SizeIs;

constexpr char kMaster[] = "dcos-e2e-x.master-0";
constexpr char kAgent[] = "dcos-e2e-x.agent-0";
constexpr char kPublicAgent[] = "dcos-e2e-x.public-agent-0";
constexpr char kAuthorizedKeys[] = "/root/.ssh/authorized_keys";
constexpr char kHostKey[] = "/etc/ssh/ssh_host_ed25519_key";
constexpr char kRefusedBind[] =
    "invalid mount config for type \"bind\": bind source path does not exist: "
    "/x";

class ProvisionTest : public ProvisionFixture {
 protected:
  Cluster Find() { return *FindCluster(limit_, *docker_, "x"); }

  // The names of the containers in the order of their creation.
  std::vector<std::string> Created() const {
    std::vector<std::string> names;
    for (const FakeEngine::Request& request : engine_.requests()) {
      if (request.path != "/containers/create") continue;
      names.push_back(request.query.find("name")->second);
    }
    return names;
  }

  // What changed the container `name` after its creation, in order.
  std::vector<std::string> ChangesOf(const std::string& name) const {
    const std::string path =
        absl::StrCat("/containers/", engine_.FindContainer(name)->id);
    std::vector<std::string> changes;
    for (const FakeEngine::Request& request : engine_.requests()) {
      if (request.method == "GET" || request.method == "HEAD") continue;
      if (!absl::StartsWith(request.path, path)) continue;
      changes.push_back(request.path.substr(path.size()));
      const auto folder = request.query.find("path");
      if (folder != request.query.end()) {
        changes.back() += " " + folder->second;
      }
    }
    return changes;
  }
};

bool HasBind(const FakeContainer& container) {
  for (const auto& mount : container.request.host_config().mounts()) {
    if (mount.type() == "bind") return true;
  }
  return false;
}

TEST_F(ProvisionTest, MakesAClusterThatIsComplete) {
  options_.masters = 3;
  options_.agents = 2;
  EXPECT_THAT(Provision(), IsOk());
  const Cluster cluster = Find();
  EXPECT_THAT(cluster.masters, SizeIs(3));
  EXPECT_THAT(cluster.agents, SizeIs(2));
  EXPECT_THAT(cluster.public_agents, SizeIs(1));
  for (const Node& node : cluster.nodes()) EXPECT_EQ(node.state(), "running");
  EXPECT_EQ(cluster.creator, ThisProcess());
  EXPECT_EQ(cluster.schema, kSchemaVersion);
  EXPECT_THAT(IsComplete(limit_, *docker_, cluster), IsOkAndHolds(true));
}

TEST_F(ProvisionTest, RecordsWhenItExpires) {
  options_.backend.ttl = absl::Hours(2);
  options_.backend.network = "new";
  const absl::Time before = absl::Now();
  EXPECT_THAT(Provision(), IsOk());
  const Cluster cluster = Find();
  EXPECT_EQ(cluster.expires, cluster.created + absl::Hours(2));
  EXPECT_GE(cluster.expires, before + absl::Hours(2) - absl::Seconds(1));
  const auto networks =
      docker_->ListNetworks(limit_, {{"label", {kExpiresLabel}}});
  ASSERT_THAT(networks, IsOk());
  EXPECT_THAT(networks->items(), SizeIs(1));
}

TEST_F(ProvisionTest, CreatesTheFirstMasterFirst) {
  options_.masters = 3;
  EXPECT_THAT(Provision(), IsOk());
  ASSERT_THAT(Created(), SizeIs(5));
  EXPECT_EQ(Created().front(), kMaster);
}

TEST_F(ProvisionTest, PutsKeysInAttachesStartsAndMarksInThatOrder) {
  EXPECT_THAT(Provision(), IsOk());
  EXPECT_THAT(ChangesOf(kMaster),
              ElementsAre("/archive /", "/attach", "/start", "/archive /etc"));
  EXPECT_THAT(ChangesOf(kAgent),
              ElementsAre("/archive /", "/attach", "/start"));
}

TEST_F(ProvisionTest, LetsTheKeyOfTheWorkspaceIntoEachNode) {
  EXPECT_THAT(Provision(), IsOk());
  const Workspace workspace{Find().workspace};
  const auto key = ReadFile(workspace.ssh_key() + ".pub");
  ASSERT_THAT(key, IsOk());
  std::set<std::string> host_keys;
  for (FakeContainer& node : engine_.containers()) {
    EXPECT_EQ(node.files[kAuthorizedKeys], *key) << node.name;
    host_keys.insert(node.files[kHostKey]);
  }
  EXPECT_THAT(host_keys, SizeIs(3)) << "each has its own";
}

TEST_F(ProvisionTest, CallsFinishBeforeTheClusterIsComplete) {
  int calls = 0;
  EXPECT_THAT(Provision([&](const Cluster& made) {
                ++calls;
                EXPECT_EQ(made.id, "x");
                EXPECT_THAT(made.nodes(), SizeIs(3));
                EXPECT_THAT(OpenWorkspace(made.workspace, "x"), IsOk());
                EXPECT_THAT(IsComplete(limit_, *docker_, made),
                            IsOkAndHolds(false));
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_EQ(calls, 1);
}

TEST_F(ProvisionTest, SharesTheServeFolderWithTheNodes) {
  EXPECT_THAT(Provision(), IsOk());
  for (const FakeContainer& node : engine_.containers()) {
    EXPECT_TRUE(HasBind(node)) << node.name;
  }
}

TEST_F(ProvisionTest, DoesWithoutTheBindOnAnEngineThatDoesNotSeeOurFiles) {
  engine_.FailNext("POST", "/containers/create", 400, kRefusedBind);
  EXPECT_THAT(Provision(), IsOk());
  ASSERT_THAT(engine_.containers(), SizeIs(3));
  for (const FakeContainer& node : engine_.containers()) {
    EXPECT_FALSE(HasBind(node)) << node.name;
  }
}

TEST_F(ProvisionTest, AsksForPrivilegedNodesFirst) {
  EXPECT_THAT(Provision(), IsOk());
  for (const FakeContainer& node : engine_.containers()) {
    EXPECT_TRUE(node.request.host_config().privileged()) << node.name;
    EXPECT_EQ(node.labels.at(kPrivilegesLabel), "privileged");
  }
}

TEST_F(ProvisionTest, AsksForCapabilitiesWherePrivilegedIsRefused) {
  engine_.RefusePrivileged();
  EXPECT_THAT(Provision(), IsOk());
  EXPECT_THAT(Created(), Contains(kMaster).Times(2));
  ASSERT_THAT(engine_.containers(), SizeIs(3));
  size_t volumes = 0;
  for (const FakeContainer& node : engine_.containers()) {
    EXPECT_FALSE(node.request.host_config().privileged()) << node.name;
    EXPECT_EQ(node.labels.at(kPrivilegesLabel), "capabilities");
    volumes += node.volumes.size();
  }
  EXPECT_THAT(engine_.volumes(), SizeIs(volumes)) << "none of the first try";
}

TEST_F(ProvisionTest, WarnsOfADegradedNodeAndGoesOn) {
  engine_.OnStart([](const FakeContainer&) {
    return FakeRun{.stdout_text = "minidcos-ready degraded a.service\r\n",
                   .stays = true};
  });
  EXPECT_THAT(Provision(), IsOk());
  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(HasSubstr(kMaster), HasSubstr("a.service"))));
}

TEST_F(ProvisionTest, StandsBesideAnotherCluster) {
  ASSERT_THAT(Provision(), IsOk());
  options_.id = "y";
  EXPECT_THAT(Provision(), IsOk());
  const auto clusters = FindClusters(limit_, *docker_);
  ASSERT_THAT(clusters, IsOk());
  EXPECT_THAT(*clusters, SizeIs(2));
}

TEST_F(ProvisionTest, TellsNodesOfEachOtherByAFileThatAllSee) {
  std::string names;
  EXPECT_THAT(Provision([&](const Cluster& made) {
                ASSIGN_OR_RETURN(names, ReadFile(absl::StrCat(
                                            Workspace{made.workspace}.serve(),
                                            "/", kNamesFile)));
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_EQ(
      names,
      absl::StrCat(engine_.FindContainer(kMaster)->ip_address, "\tmaster-0\n",
                   engine_.FindContainer(kAgent)->ip_address, "\tagent-0\n",
                   engine_.FindContainer(kPublicAgent)->ip_address,
                   "\tpublic-agent-0\n"));
  EXPECT_THAT(engine_.execs(), IsEmpty());
  EXPECT_THAT(engine_.FindContainer(kAgent)->files,
              Contains(Key(kAwaitsNamesPath)));
}

TEST_F(ProvisionTest, TellsEachNodeOnceOfTheOthersHoweverFewBootAtOnce) {
  options_.parallelism = 1;
  EXPECT_THAT(Provision(), IsOk());
  std::set<std::string> told;
  for (const FakeExecCall& call : engine_.execs()) {
    EXPECT_THAT(call.request.cmd(), Contains(HasSubstr("/etc/hosts")));
    EXPECT_TRUE(told.insert(call.container).second) << call.container;
  }
  EXPECT_THAT(told, ElementsAre(kAgent, kMaster, kPublicAgent));
}

TEST_F(ProvisionTest, TellsNothingWhereAddressesAreFixed) {
  options_.backend.network = "new";
  EXPECT_THAT(Provision(), IsOk());
  EXPECT_THAT(engine_.execs(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
