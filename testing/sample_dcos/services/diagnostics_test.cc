#include "testing/sample_dcos/services/diagnostics.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/node/systemd.h"
#include "testing/sample_dcos/services/served.h"
#include "testing/sample_dcos/services/service.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

NodeHealth Node(const std::string& ip, const std::string& role, int health) {
  NodeHealth node;
  node.set_ip(ip);
  node.set_node_role(role);
  UnitHealth& unit = *node.add_units();
  unit.set_id("dcos-shared.service");
  unit.set_health(health);
  return node;
}

class DiagnosticsTest : public testing::Test {
 protected:
  UnitsHealth Units() {
    const auto units =
        FromJson<UnitsHealth>(served_.Get("/system/health/v1/units").body);
    EXPECT_THAT(units, IsOk());
    return *units;
  }

  int agents_health_ = 0;
  Served agent_{[this](HttpExchange& exchange) {
    RespondJson(exchange, ToJson(Node("ignored", "", agents_health_)));
  }};
  std::vector<Peer> peers_ = {
      {.ip = "10.0.0.2", .role = "agent", .address = agent_.address()}};
  Diagnostics diagnostics_{[] { return Node("10.0.0.1", "master", 0); },
                           [this] { return peers_; }};
  Served served_{
      [this](HttpExchange& exchange) { diagnostics_.Handle(exchange); }};
};

TEST_F(DiagnosticsTest, TellsAboutThisNode) {
  const auto node = FromJson<NodeHealth>(served_.Get("/system/health/v1").body);
  ASSERT_THAT(node, IsOk());
  EXPECT_EQ(node->units(0).id(), "dcos-shared.service");
  EXPECT_EQ(served_.Get("/nonsense").status, 404);
}

TEST_F(DiagnosticsTest, AUnitIsAsHealthyAsItIsWhereItIsWorst) {
  ASSERT_EQ(Units().units_size(), 1);
  EXPECT_EQ(Units().units(0).health(), 0);
  agents_health_ = 1;
  ASSERT_EQ(Units().units_size(), 1);
  EXPECT_EQ(Units().units(0).health(), 1);
}

TEST_F(DiagnosticsTest, NamesTheNodes) {
  agents_health_ = 1;
  const auto nodes =
      FromJson<NodesHealth>(served_.Get("/system/health/v1/nodes").body);
  ASSERT_THAT(nodes, IsOk());
  ASSERT_EQ(nodes->nodes_size(), 2);
  EXPECT_EQ(nodes->nodes(0).host_ip(), "10.0.0.2");
  EXPECT_EQ(nodes->nodes(0).role(), "agent");
  EXPECT_EQ(nodes->nodes(0).health(), 1);
  EXPECT_EQ(nodes->nodes(1).host_ip(), "10.0.0.1");
  EXPECT_EQ(nodes->nodes(1).health(), 0);
}

TEST_F(DiagnosticsTest, ANodeThatDoesNotAnswerIsNotHealthy) {
  peers_.push_back(
      {.ip = "10.0.0.3", .role = "agent", .address = "127.0.0.1:1"});
  ASSERT_EQ(Units().units_size(), 2);
  EXPECT_EQ(Units().units(0).id(), "dcos-diagnostics.service");
  EXPECT_EQ(Units().units(0).health(), 1);
  EXPECT_THAT(Units().units(0).output(), testing::HasSubstr("127.0.0.1:1"));
}

TEST(ToHealth, SplitsADescriptionIntoNameAndPurpose) {
  const UnitHealth health =
      ToHealth({.id = "dcos-marathon.service",
                .description = "Marathon: container orchestration: sample",
                .healthy = false,
                .state = "loaded failed failed"});
  EXPECT_EQ(health.name(), "Marathon");
  EXPECT_EQ(health.description(), "container orchestration: sample");
  EXPECT_EQ(health.health(), 1);
  EXPECT_EQ(health.output(), "loaded failed failed");
}

}  // namespace
}  // namespace minidcos::sample
