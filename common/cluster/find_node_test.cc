#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Node MakeNode(NodeRole role, int index, const std::string& container_id,
              const std::string& name, const std::string& ip_address) {
  return Node({.role = role,
               .index = index,
               .container_id = container_id,
               .container_name = name,
               .ip_address = ip_address},
              nullptr);
}

// One of its nodes is stopped, and so has no address.
Cluster MakeCluster() {
  Cluster cluster;
  cluster.id = "x";
  cluster.masters = {
      MakeNode(NodeRole::kMaster, 0, "abc111", "dcos-e2e-x.m-0", "172.17.0.2")};
  cluster.agents = {
      MakeNode(NodeRole::kAgent, 0, "abc222", "dcos-e2e-x.a-0", ""),
      MakeNode(NodeRole::kAgent, 1, "def333", "dcos-e2e-x.a-1", "172.17.0.22")};
  cluster.public_agents = {MakeNode(NodeRole::kPublicAgent, 0, "abc244",
                                    "dcos-e2e-x.p-0", "172.17.0.5")};
  return cluster;
}

struct GoodReference {
  std::string reference;
  std::string node;
};

class FindNodeBy : public testing::TestWithParam<GoodReference> {};

TEST_P(FindNodeBy, FindsTheNode) {
  const auto node = FindNode(MakeCluster(), GetParam().reference);
  ASSERT_THAT(node, IsOk()) << GetParam().reference;
  EXPECT_EQ(node->reference(), GetParam().node) << GetParam().reference;
}

INSTANTIATE_TEST_SUITE_P(
    References, FindNodeBy,
    testing::Values(GoodReference{"master_0", "master_0"},
                    GoodReference{"agent_1", "agent_1"},
                    GoodReference{"public_agent_0", "public_agent_0"},
                    GoodReference{"dcos-e2e-x.a-0", "agent_0"},
                    GoodReference{"abc111", "master_0"},
                    GoodReference{"abc1", "master_0"},
                    GoodReference{"d", "agent_1"},
                    GoodReference{"172.17.0.2", "master_0"},
                    GoodReference{"172.17.0.22", "agent_1"}));

TEST(FindNode, RefusesABeginningOfSeveralContainerIds) {
  EXPECT_THAT(FindNode(MakeCluster(), "abc"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("'abc' names 3 nodes"),
                             HasSubstr("cluster 'x' has: master_0, agent_0, "
                                       "agent_1, public_agent_0"))));
}

class UnknownNode : public testing::TestWithParam<std::string> {};

TEST_P(UnknownNode, IsNotFoundAndWhatThereIsIsListed) {
  EXPECT_THAT(FindNode(MakeCluster(), GetParam()),
              StatusIs(absl::StatusCode::kNotFound,
                       AllOf(HasSubstr("'" + GetParam() + "'"),
                             HasSubstr("master_0, agent_0, agent_1"))));
}

INSTANTIATE_TEST_SUITE_P(References, UnknownNode,
                         testing::Values("", "master_1", "master", "MASTER_0",
                                         "dcos-e2e-x.a", "bc111", "abc1112",
                                         "172.17.0", "172.17.0.222"));

}  // namespace
}  // namespace minidcos
