#include "common/cluster/select_nodes.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/node/node.h"
#include "common/node/node_identity.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Node MakeNode(NodeRole role, int index, const std::string& container_id,
              const std::string& ip_address) {
  return Node({.role = role,
               .index = index,
               .container_id = container_id,
               .container_name = "name-" + container_id,
               .ip_address = ip_address},
              nullptr);
}

Cluster MakeCluster() {
  Cluster cluster;
  cluster.id = "x";
  cluster.masters = {MakeNode(NodeRole::kMaster, 0, "abc111", "172.17.0.2")};
  cluster.agents = {MakeNode(NodeRole::kAgent, 0, "abc222", "172.17.0.3"),
                    MakeNode(NodeRole::kAgent, 1, "def333", "172.17.0.4")};
  cluster.public_agents = {
      MakeNode(NodeRole::kPublicAgent, 0, "abc444", "172.17.0.5")};
  return cluster;
}

std::vector<std::string> Selected(const NodeSelection& selection) {
  const auto nodes = SelectNodes(MakeCluster(), selection);
  EXPECT_THAT(nodes, IsOk());
  std::vector<std::string> references;
  if (!nodes.ok()) return references;
  for (const Node& node : *nodes) references.push_back(node.reference());
  return references;
}

TEST(SelectNodes, TakesTheFirstMasterUnlessAsked) {
  EXPECT_THAT(Selected({}), ElementsAre("master_0"));
}

TEST(SelectNodes, KeepsTheOrderOfReferences) {
  EXPECT_THAT(Selected({.references = {"agent_1", "master_0", "agent_0"}}),
              ElementsAre("agent_1", "master_0", "agent_0"));
}

TEST(SelectNodes, CountsANodeOnceWhateverItsNames) {
  EXPECT_THAT(Selected({.references = {"agent_1", "def", "172.17.0.4",
                                       "name-def333", "agent_0", "agent_1"}}),
              ElementsAre("agent_1", "agent_0"));
}

TEST(SelectNodes, TakesAllNodesByRole) {
  EXPECT_THAT(Selected({.all = true}),
              ElementsAre("master_0", "agent_0", "agent_1", "public_agent_0"));
  EXPECT_THAT(Selected({.role = "master"}), ElementsAre("master_0"));
  EXPECT_THAT(Selected({.role = "agent"}), ElementsAre("agent_0", "agent_1"));
  EXPECT_THAT(Selected({.role = "public_agent"}),
              ElementsAre("public_agent_0"));
}

TEST(SelectNodes, ListsWhatThereIsForARoleThatNoNodeHas) {
  Cluster cluster = MakeCluster();
  cluster.agents.clear();
  EXPECT_THAT(SelectNodes(cluster, {.role = "agent"}),
              StatusIs(absl::StatusCode::kNotFound,
                       AllOf(HasSubstr("role 'agent'"),
                             HasSubstr("'x' has: master_0, public_agent_0"))));
}

TEST(SelectNodes, FailsIfOneReferenceIsBad) {
  EXPECT_THAT(SelectNodes(MakeCluster(), {.references = {"agent_0", "nope"}}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'nope'")));
  EXPECT_THAT(SelectNodes(MakeCluster(), {.references = {"agent_0", "abc"}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'abc' names 3 nodes")));
}

TEST(CheckSelection, RefusesMoreThanOneKind) {
  for (const NodeSelection& selection :
       {NodeSelection{.references = {"agent_0"}, .role = "agent"},
        NodeSelection{.references = {"agent_0"}, .all = true},
        NodeSelection{.role = "agent", .all = true}}) {
    EXPECT_THAT(
        CheckSelection(selection),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("only one of")));
    EXPECT_THAT(SelectNodes(MakeCluster(), selection),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(CheckSelection, RefusesAnUnknownRole) {
  EXPECT_THAT(
      CheckSelection({.role = "slave"}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'slave'")));
}

}  // namespace
}  // namespace minidcos
