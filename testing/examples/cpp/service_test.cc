// A service that systemd keeps running on a node.

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/cluster.h"

namespace {

using ::minidcos::ClusterSuite;
using ::minidcos::Prints;
using ::minidcos::RunsOn;
using ::minidcos::SoonRunsOn;

constexpr absl::Duration kSoon = absl::Minutes(1);

class Service : public ClusterSuite<Service> {
 public:
  static minidcos::ClusterSize Size() {
    return {.masters = 1, .agents = 1, .public_agents = 0};
  }

 protected:
  void SetUp() override {
    ClusterSuite::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_TRUE(RunsOn(agent(),
                       "systemd-run --unit=page -p Restart=always python3 -m "
                       "http.server --directory /etc 8080"));
  }
  void TearDown() override {
    if (!has_cluster()) return;
    EXPECT_TRUE(RunsOn(agent(), "systemctl stop page"));
  }

  const minidcos::Node& agent() const { return agents().front(); }
  const minidcos::Node& master() const { return masters().front(); }
};

TEST_F(Service, AnswersAnotherNode) {
  EXPECT_THAT(
      SoonRunsOn(master(), "curl -fsS http://agent-0:8080/hostname", kSoon),
      Prints("agent-0"));
}

TEST_F(Service, ComesBackWhenItIsKilled) {
  ASSERT_TRUE(SoonRunsOn(agent(), "curl -fsS http://localhost:8080/", kSoon));
  ASSERT_TRUE(RunsOn(agent(), "systemctl kill --signal=KILL page"));
  EXPECT_TRUE(SoonRunsOn(
      agent(), "systemctl show -P NRestarts page | grep -x 1", kSoon));
  EXPECT_THAT(
      SoonRunsOn(master(), "curl -fsS http://agent-0:8080/hostname", kSoon),
      Prints("agent-0"));
}

}  // namespace
