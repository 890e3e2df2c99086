#include "common/dcos/test_environment.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class TestEnvironmentTest : public testing::Test {
 protected:
  Cluster MakeCluster() {
    return Cluster::FromNodes(
        {FakeNode(NodeRole::kMaster, 0, "10.0.0.1", transport_),
         FakeNode(NodeRole::kMaster, 1, "10.0.0.2", transport_)},
        {FakeNode(NodeRole::kAgent, 0, "10.0.0.3", transport_),
         FakeNode(NodeRole::kAgent, 1, "10.0.0.4", transport_)},
        {FakeNode(NodeRole::kPublicAgent, 0, "10.0.0.5", transport_)});
  }

  CommandResult answer_;
  const std::shared_ptr<FakeTransport> transport_ =
      std::make_shared<FakeTransport>(
          [this](const Context&, const FakeCall&) { return answer_; });
};

TEST_F(TestEnvironmentTest, TellsTestsOfTheCluster) {
  const Cluster cluster = MakeCluster();
  const Command command =
      InTestEnvironment(cluster, cluster.masters[1],
                        {.username = "me", .password = "pw"}, Command());
  EXPECT_THAT(command.environment,
              UnorderedElementsAre(
                  Pair("DCOS_DNS_ADDRESS", "http://10.0.0.2"),
                  Pair("DCOS_LOGIN_PW", "pw"), Pair("DCOS_LOGIN_UNAME", "me"),
                  Pair("DCOS_NUM_AGENTS", "3"), Pair("DCOS_NUM_MASTERS", "2"),
                  Pair("MASTER_HOSTS", "10.0.0.1,10.0.0.2"),
                  Pair("PUBLIC_MASTER_HOSTS", "10.0.0.1,10.0.0.2"),
                  Pair("PUBLIC_SLAVE_HOSTS", "10.0.0.5"),
                  Pair("SLAVE_HOSTS", "10.0.0.3,10.0.0.4")));
}

TEST_F(TestEnvironmentTest, NamesAMasterToAgentsToo) {
  const Cluster cluster = MakeCluster();
  EXPECT_THAT(
      InTestEnvironment(cluster, cluster.agents[0], {}, Command()).environment,
      Contains(Pair("DCOS_DNS_ADDRESS", "http://10.0.0.1")));
}

TEST_F(TestEnvironmentTest, LeavesOutNodesThatDoNotRun) {
  Cluster cluster = MakeCluster();
  cluster.masters[0] = FakeNode(NodeRole::kMaster, 0, "", transport_);
  cluster.agents.clear();
  const std::map<std::string, std::string> environment =
      InTestEnvironment(cluster, cluster.masters[1], {}, Command()).environment;
  EXPECT_THAT(environment, Contains(Pair("MASTER_HOSTS", "10.0.0.2")));
  EXPECT_THAT(environment, Contains(Pair("DCOS_NUM_MASTERS", "1")));
  EXPECT_THAT(environment, Contains(Pair("SLAVE_HOSTS", "")));
}

TEST_F(TestEnvironmentTest, LetsTheCallersVariablesWin) {
  const Cluster cluster = MakeCluster();
  const Command command = InTestEnvironment(
      cluster, cluster.masters[0], {},
      {.environment = {{"MASTER_HOSTS", "mine"}, {"OTHER", "too"}}});
  EXPECT_THAT(command.environment,
              AllOf(SizeIs(10), Contains(Pair("MASTER_HOSTS", "mine")),
                    Contains(Pair("OTHER", "too"))));
}

TEST_F(TestEnvironmentTest, PassesWordsLiterallyAndNoPasswordAmongThem) {
  const Cluster cluster = MakeCluster();
  answer_ = {.exit_code = 0};

  EXPECT_THAT(RunWithTestEnvironment(
                  Context(), cluster,
                  {.argv = {"pytest", "-k", "a or $b; 'c'"}, .user = "me"},
                  {.username = "me", .password = "s3cret"}),
              IsOk());

  ASSERT_THAT(transport_->calls(), SizeIs(2));
  const Command command = transport_->calls()[1].command;
  EXPECT_THAT(command.argv,
              ElementsAre("/bin/sh", "-c",
                          ". /opt/mesosphere/environment.export && "
                          "cd /opt/mesosphere/active/dcos-integration-test && "
                          "exec \"$@\"",
                          "minidcos-test-env", "pytest", "-k", "a or $b; 'c'"));
  EXPECT_EQ(command.user, "me");
}

TEST_F(TestEnvironmentTest, IsNotThereWithoutDcos) {
  answer_ = {.exit_code = 1};
  EXPECT_THAT(
      RunWithTestEnvironment(Context(), MakeCluster(), {.argv = {"pytest"}}),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               HasSubstr("master_0: DC/OS is not installed")));
  EXPECT_THAT(transport_->calls(), SizeIs(1));
  EXPECT_THAT(
      RunWithTestEnvironment(Context(), Cluster(), {.argv = {"pytest"}}),
      StatusIs(absl::StatusCode::kFailedPrecondition, "no master runs"));
}

}  // namespace
}  // namespace minidcos
