#include "testing/cluster.h"

#include <cstdlib>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/runs_on.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A cluster "x" of a master and an agent, and the environment of a test that
// was started with the cluster `id`.
class StartedWith : public ::testing::Test {
 protected:
  explicit StartedWith(const char* id = "x") {
    engine_.AddContainer(FakeNodeContainer("x", NodeRole::kMaster, 0));
    engine_.AddContainer(FakeNodeContainer("x", NodeRole::kAgent, 0));
    setenv("DOCKER_HOST", engine_.host().c_str(), 1);
    setenv("MINIDCOS_CLUSTER_ID", id, 1);
  }
  ~StartedWith() override {
    unsetenv("DOCKER_HOST");
    unsetenv("MINIDCOS_CLUSTER_ID");
  }

  FakeEngine engine_;
};

TEST_F(StartedWith, AClusterJoinsItAndLeavesIt) {
  {
    const auto cluster =
        TestCluster::Get({.masters = 1, .agents = 1, .public_agents = 0}, {});
    ASSERT_THAT(cluster, IsOk());
    EXPECT_FALSE((*cluster)->is_own());
    EXPECT_EQ((*cluster)->cluster().id, "x");
    EXPECT_THAT((*cluster)->cluster().agents, SizeIs(1));
    EXPECT_TRUE(RunsOn((*cluster)->cluster().agents.front(), "true"));
    EXPECT_THAT(engine_.execs(), SizeIs(1));
  }
  EXPECT_THAT(engine_.containers(), SizeIs(2));
}

TEST_F(StartedWith, ASmallerClusterSaysSo) {
  EXPECT_THAT(
      TestCluster::Get({.masters = 1, .agents = 3, .public_agents = 0}, {})
          .status(),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               HasSubstr("cluster 'x', which this test was started with, has 1 "
                         "of 3 agents")));
  EXPECT_THAT(TestCluster::Get({}, {}).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("0 of 1 public agents")));
}

TEST_F(StartedWith, AClusterThatIsGoneSaysSo) {
  setenv("MINIDCOS_CLUSTER_ID", "gone", 1);
  EXPECT_THAT(TestCluster::Get({}, {}).status(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'gone'")));
}

// A test whose cluster could not be had.
class WithoutACluster : public ClusterTest {
 public:
  using ClusterTest::cluster;
  using ClusterTest::docker;
  using ClusterTest::has_cluster;
  void TestBody() override {}
};

TEST(ClusterFixtureDeathTest, SaysThatThereIsNoCluster) {
  const WithoutACluster test;
  EXPECT_FALSE(test.has_cluster());
  EXPECT_DEATH(test.cluster(), "a cluster that it has not got");
  EXPECT_DEATH(test.docker(), "a cluster that it has not got");
}

// What a test of a user would be, on the fake engine.
class Suite : public ClusterSuite<Suite> {
 public:
  static ClusterSize Size() { return {.public_agents = 0}; }

 protected:
  static void SetUpTestSuite() {
    engine_ = std::make_unique<FakeEngine>();
    engine_->AddContainer(FakeNodeContainer("x", NodeRole::kMaster, 0));
    engine_->AddContainer(FakeNodeContainer("x", NodeRole::kAgent, 0));
    setenv("DOCKER_HOST", engine_->host().c_str(), 1);
    setenv("MINIDCOS_CLUSTER_ID", "x", 1);
    ClusterSuite::SetUpTestSuite();
    first_ = nullptr;
  }
  static void TearDownTestSuite() {
    ClusterSuite::TearDownTestSuite();
    EXPECT_THAT(engine_->containers(), SizeIs(2));
    engine_.reset();
    unsetenv("DOCKER_HOST");
    unsetenv("MINIDCOS_CLUSTER_ID");
  }

  void ExpectTheSameCluster() {
    if (first_ == nullptr) first_ = &cluster();
    EXPECT_TRUE(has_cluster());
    EXPECT_EQ(&cluster(), first_);
    EXPECT_THAT(nodes(), SizeIs(2));
    EXPECT_THAT(public_agents(), IsEmpty());
  }

  static inline std::unique_ptr<FakeEngine> engine_;
  static inline const Cluster* first_ = nullptr;
};

TEST_F(Suite, HasOneClusterForThisTest) { ExpectTheSameCluster(); }
TEST_F(Suite, HasOneClusterForThatTest) { ExpectTheSameCluster(); }

}  // namespace
}  // namespace minidcos
