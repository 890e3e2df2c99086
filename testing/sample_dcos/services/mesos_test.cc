// The Mesos master and agent, together.

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/services/mesos_agent.h"
#include "testing/sample_dcos/services/mesos_master.h"
#include "testing/sample_dcos/services/served.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

Agent PublicAgent() {
  Agent agent;
  agent.set_id("a-S0");
  agent.set_hostname("10.0.0.5");
  (*agent.mutable_attributes())["public_ip"] = "true";
  return agent;
}

class MesosTest : public testing::Test {
 protected:
  bool quorum_ = true;
  MesosMaster master_{[this] { return quorum_; }, absl::Hours(1)};
  Served served_master_{
      [this](HttpExchange& exchange) { master_.Handle(exchange); }};
  MesosAgent agent_{PublicAgent(), {"127.0.0.1:1", served_master_.address()}};
  Served served_agent_{
      [this](HttpExchange& exchange) { agent_.Handle(exchange); }};
};

TEST_F(MesosTest, AgentAppearsBecauseItRegistered) {
  EXPECT_THAT(served_master_.Get("/master/slaves").body,
              HasSubstr(R"("slaves":[])"));
  EXPECT_THAT(served_agent_.Get("/metrics/snapshot").body,
              HasSubstr(R"("slave/registered":0)"));
  agent_.SendHeartbeat(1);
  const auto agents =
      FromJson<Agents>(served_master_.Get("/master/slaves").body);
  ASSERT_THAT(agents, IsOk());
  ASSERT_EQ(agents->slaves_size(), 1);
  EXPECT_EQ(agents->slaves(0).hostname(), "10.0.0.5");
  EXPECT_EQ(agents->slaves(0).attributes().at("public_ip"), "true");
  EXPECT_THAT(served_agent_.Get("/metrics/snapshot").body,
              HasSubstr(R"("slave/registered":1)"));
}

TEST_F(MesosTest, AgentIsNotRegisteredWithAMasterThatIsNotThere) {
  agent_.SendHeartbeat(0);
  EXPECT_THAT(served_agent_.Get("/metrics/snapshot").body,
              HasSubstr(R"("slave/registered":0)"));
}

TEST_F(MesosTest, AgentTellsItsState) {
  const auto state =
      FromJson<Agent>(served_agent_.Get("/slave%281%29/state").body);
  ASSERT_THAT(state, IsOk());
  EXPECT_EQ(state->id(), "a-S0");
  EXPECT_EQ(served_agent_.Get("/nonsense").status, 404);
}

TEST_F(MesosTest, MasterWithoutAQuorumKnowsNobodyUntilItHasHadOne) {
  quorum_ = false;
  agent_.SendHeartbeat(1);
  EXPECT_EQ(served_master_.Get("/master/slaves").status, 503);
  EXPECT_THAT(served_master_.Get("/metrics/snapshot").body,
              HasSubstr(R"("registrar/log/recovered":0)"));
  quorum_ = true;
  EXPECT_THAT(served_master_.Get("/metrics/snapshot").body,
              HasSubstr(R"("registrar/log/recovered":1)"));
  quorum_ = false;
  EXPECT_EQ(served_master_.Get("/master/slaves").status, 200);
}

TEST_F(MesosTest, MasterRefusesWhatIsNoAgent) {
  EXPECT_EQ(served_master_
                .Call({.method = "POST",
                       .target = "/sample/heartbeat",
                       .body = "nonsense"})
                .status,
            400);
  EXPECT_EQ(served_master_.Get("/nonsense").status, 404);
}

TEST(MesosMaster, ForgetsAnAgentThatHasGoneSilent) {
  MesosMaster master([] { return true; }, absl::ZeroDuration());
  const Served served([&](HttpExchange& exchange) { master.Handle(exchange); });
  MesosAgent(PublicAgent(), {served.address()}).SendHeartbeat(0);
  EXPECT_THAT(served.Get("/master/slaves").body, HasSubstr(R"("slaves":[])"));
}

TEST(ParseAttributes, TakesMesossOwnNotation) {
  EXPECT_THAT(ParseAttributes("public_ip:true;rack:a:b"),
              ElementsAre(Pair("public_ip", "true"), Pair("rack", "a:b")));
  EXPECT_TRUE(ParseAttributes("").empty());
}

}  // namespace
}  // namespace minidcos::sample
