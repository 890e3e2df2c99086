#include "common/cluster/cluster.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr NodeRole kMaster = NodeRole::kMaster;
constexpr NodeRole kAgent = NodeRole::kAgent;

Context Limit() { return Context().WithTimeout(absl::Seconds(30)); }

std::vector<std::string> Ids(const std::vector<Cluster>& clusters) {
  std::vector<std::string> ids;
  for (const Cluster& cluster : clusters) ids.push_back(cluster.id);
  return ids;
}

std::vector<std::string> NodesOf(const Cluster& cluster) {
  std::vector<std::string> nodes;
  for (const Node& node : cluster.nodes()) {
    nodes.push_back(node.reference() + " " + node.ip_address());
  }
  return nodes;
}

class GoodClusterId : public testing::TestWithParam<std::string> {};

TEST_P(GoodClusterId, IsTaken) {
  EXPECT_THAT(CheckClusterId(GetParam()), IsOk());
}

INSTANTIATE_TEST_SUITE_P(Ids, GoodClusterId,
                         testing::Values("default", "a", "0", "A_b.c-d", "a.",
                                         "master-0", "x.master", "x.master-0b",
                                         "x.loopback-0", std::string(63, 'a')));

class BadClusterId : public testing::TestWithParam<std::string> {};

TEST_P(BadClusterId, IsRefusedByName) {
  EXPECT_THAT(CheckClusterId(GetParam()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'" + GetParam() + "'")));
}

INSTANTIATE_TEST_SUITE_P(Ids, BadClusterId,
                         testing::Values("", "-a", ".a", "_a", "a b", "a/b",
                                         "a\n", "a'b", "a=b", "\xc3\xa4",
                                         std::string("a\0b", 3),
                                         std::string(64, 'a'), "x.master-0",
                                         "x.agent-12", "x.public-agent-3"));

TEST(CheckClusterId, TellsTheRuleThatWasBroken) {
  EXPECT_THAT(std::string(CheckClusterId("a/b").message()),
              HasSubstr("[a-zA-Z0-9][a-zA-Z0-9_.-]*"));
  EXPECT_THAT(std::string(CheckClusterId(std::string(64, 'a')).message()),
              AllOf(HasSubstr("64"), HasSubstr("63")));
  EXPECT_THAT(std::string(CheckClusterId("x.agent-0").message()),
              HasSubstr("like a node"));
}

TEST(FindClusters, FindsNoneOnAnEngineWithoutOurLabels) {
  FakeEngine engine;
  engine.AddContainer({.name = "dcos-e2e-x.master-0"});
  EXPECT_THAT(FindClusters(Limit(), engine.client()), IsOkAndHolds(IsEmpty()));
}

TEST(FindClusters, GroupsTheNodesAndSortsTheClusters) {
  FakeEngine engine;
  for (const char* id : {"b", "c", "a"}) {
    engine.AddContainer(FakeNodeContainer(id, kMaster, 0));
    engine.AddContainer(FakeNodeContainer(id, kAgent, 0));
  }
  const auto clusters = FindClusters(Limit(), engine.client());
  ASSERT_THAT(clusters, IsOk());
  EXPECT_THAT(Ids(*clusters), ElementsAre("a", "b", "c"));
  EXPECT_EQ(clusters->front().masters.size(), 1);
  EXPECT_EQ(clusters->front().agents.size(), 1);
}

TEST(FindClusters, CountsStoppedContainers) {
  FakeEngine engine;
  FakeContainer stopped = FakeNodeContainer("x", kMaster, 0);
  stopped.state = "exited";
  engine.AddContainer(stopped);
  const auto clusters = FindClusters(Limit(), engine.client());
  ASSERT_THAT(clusters, IsOk());
  ASSERT_THAT(Ids(*clusters), ElementsAre("x"));
  EXPECT_EQ(clusters->front().masters[0].state(), "exited");
  EXPECT_EQ(clusters->front().masters[0].ip_address(), "");
}

TEST(FindClusters, TellsWhatTheNodesAreMadeOfAndSinceWhen) {
  FakeEngine engine;
  FakeContainer master = FakeNodeContainer("x", kMaster, 0);
  master.image = "node:1";
  master.labels[kDistributionLabel] = "debian-12";
  master.labels[kCreatedLabel] = "2026-11-22T17:00:00Z";
  engine.AddContainer(master);
  FakeContainer agent = FakeNodeContainer("x", kAgent, 0);
  agent.labels[kCreatedLabel] = "2026-11-22T18:00:00Z";
  engine.AddContainer(agent);
  const auto cluster = FindCluster(Limit(), engine.client(), "x");
  ASSERT_THAT(cluster, IsOk());
  EXPECT_EQ(cluster->distribution, "debian-12");
  EXPECT_EQ(absl::FormatTime(cluster->created, absl::UTCTimeZone()),
            "2026-11-22T17:00:00+00:00");
}

TEST(FindClusters, KnowsSinceWhenOneOfDcosE2eIsFromTheEngine) {
  FakeEngine engine;
  engine.AnswerNext(
      "GET", "/containers/json",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
      R"([{"Id": "a", "Names": ["/a"], "Created": 1795366800, "Labels": {
           "dcos_e2e.cluster_id": "x", "dcos_e2e.node_type": "master"}}])");
  const auto clusters = FindClusters(Limit(), engine.client());
  ASSERT_THAT(clusters, IsOk());
  ASSERT_THAT(Ids(*clusters), ElementsAre("x"));
  EXPECT_EQ(clusters->front().created, absl::FromUnixSeconds(1795366800));
}

TEST(FindClusters, FindsOneThatHasNoMasterYet) {
  FakeEngine engine;
  engine.AddContainer(FakeNodeContainer("x", kAgent, 0));
  const auto clusters = FindClusters(Limit(), engine.client());
  ASSERT_THAT(clusters, IsOk());
  EXPECT_THAT(Ids(*clusters), ElementsAre("x"));
}

TEST(FindClusters, TakesNoLoopbackSidecarForANode) {
  FakeEngine engine;
  for (const char* id : {"x", "sidecar"}) {
    engine.AddContainer(
        {.name = id,
         .labels = {{kClusterIdLabel, id}, {kNodeTypeLabel, "loopback"}}});
  }
  engine.AddContainer(FakeNodeContainer("x", kMaster, 0));
  const auto clusters = FindClusters(Limit(), engine.client());
  ASSERT_THAT(clusters, IsOk());
  ASSERT_THAT(Ids(*clusters), ElementsAre("x"));
  EXPECT_EQ(clusters->front().nodes().size(), 1);
}

TEST(FindClusters, PassesTheEnginesErrorOn) {
  FakeEngine engine;
  engine.FailNext("GET", "/containers/json", 500, "out of order");
  EXPECT_THAT(FindClusters(Limit(), engine.client()),
              StatusIs(absl::StatusCode::kUnknown, "out of order"));
}

TEST(FindCluster, SortsNodesByTheirIndexAsANumber) {
  FakeEngine engine;
  for (const int i : {10, 2, 0}) {
    FakeContainer node = FakeNodeContainer("x", kMaster, i);
    node.ip_address = "172.17.0." + std::to_string(100 - i);
    engine.AddContainer(node);
  }
  const auto cluster = FindCluster(Limit(), engine.client(), "x");
  ASSERT_THAT(cluster, IsOk());
  EXPECT_THAT(NodesOf(*cluster),
              ElementsAre("master_0 172.17.0.100", "master_2 172.17.0.98",
                          "master_10 172.17.0.90"));
}

TEST(FindCluster, NumbersNodesOfDcosE2eByAddressAsText) {
  FakeEngine engine;
  for (const char* address : {"172.17.0.9", "172.17.0.10", "172.17.0.2"}) {
    engine.AddContainer(E2eNodeContainer("x", kAgent, address));
  }
  engine.AddContainer(E2eNodeContainer("x", kMaster, "172.17.0.3"));
  const auto cluster = FindCluster(Limit(), engine.client(), "x");
  ASSERT_THAT(cluster, IsOk());
  EXPECT_THAT(NodesOf(*cluster),
              ElementsAre("master_0 172.17.0.3", "agent_0 172.17.0.10",
                          "agent_1 172.17.0.2", "agent_2 172.17.0.9"));
  EXPECT_EQ(cluster->schema, 0);
}

TEST(FindCluster, ReadsWhatTheLabelsRecord) {
  FakeEngine engine;
  FakeContainer node = FakeNodeContainer("x", kMaster, 0);
  node.image = "image:latest";
  node.labels[kWorkspaceLabel] = "/tmp/w";
  node.labels[kCreatorLabel] = "host/boot/1/2";
  node.labels[kSchemaLabel] = "7";
  const std::string container_id = engine.AddContainer(node);
  const auto cluster = FindCluster(Limit(), engine.client(), "x");
  ASSERT_THAT(cluster, IsOk());
  EXPECT_EQ(cluster->id, "x");
  EXPECT_EQ(cluster->workspace, "/tmp/w");
  EXPECT_EQ(cluster->creator, "host/boot/1/2");
  EXPECT_EQ(cluster->image, "image:latest");
  EXPECT_EQ(cluster->schema, 7);
  EXPECT_EQ(cluster->masters[0].container_name(), "dcos-e2e-x.master-0");
  EXPECT_EQ(cluster->masters[0].container_id(), container_id);
}

TEST(FindCluster, IsExactAboutTheId) {
  FakeEngine engine;
  engine.AddContainer(FakeNodeContainer("xy", kMaster, 0));
  engine.AddContainer(FakeNodeContainer("a", kMaster, 0));
  EXPECT_THAT(FindCluster(Limit(), engine.client(), "x"),
              StatusIs(absl::StatusCode::kNotFound,
                       "no such cluster: 'x' (there are: a, xy)"));
}

TEST(FindCluster, SaysThatThereAreNone) {
  FakeEngine engine;
  EXPECT_THAT(FindCluster(Limit(), engine.client(), "x"),
              StatusIs(absl::StatusCode::kNotFound,
                       "no such cluster: 'x' (there are none)"));
}

TEST(FindCluster, MakesNodesThatRunCommands) {
  FakeEngine engine;
  engine.AddContainer(FakeNodeContainer("x", kMaster, 0));
  engine.OnExec({"hostname"}, {.stdout_text = "master-0\n"});
  const auto cluster = FindCluster(Limit(), engine.client(), "x");
  ASSERT_THAT(cluster, IsOk());
  EXPECT_THAT(cluster->masters[0].MustRun(Limit(), {.argv = {"hostname"}}),
              IsOkAndHolds("master-0\n"));
}

}  // namespace
}  // namespace minidcos
