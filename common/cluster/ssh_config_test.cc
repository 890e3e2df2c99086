#include "common/cluster/ssh_config.h"

#include <sstream>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/fake_ssh.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class WriteSshConfigTest : public testing::Test {
 protected:
  absl::Status Write() {
    const Context limit = Context().WithTimeout(absl::Minutes(1));
    ASSIGN_OR_RETURN(const Cluster cluster,
                     FindCluster(limit, engine_.client(), "x"));
    return WriteSshConfig(limit, engine_.client(), cluster, progress_, out_);
  }

  FakeContainer Node(NodeRole role) {
    FakeContainer node = FakeNodeContainer("x", role, 0);
    node.files["/etc/ssh/ssh_host_ed25519_key.pub"] = "ssh-ed25519 AAAA\n";
    node.ip_address = "172.17.0.2";
    return node;
  }

  FakeSsh ssh_;  // for its folder
  FakeEngine engine_;
  RecordingProgress progress_;
  std::ostringstream out_;
};

TEST_F(WriteSshConfigTest, HasABlockForANodeByEachOfItsNames) {
  engine_.AddContainer(Node(NodeRole::kMaster));
  ASSERT_THAT(Write(), IsOk());
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("Host master_0 x.master_0 dcos-e2e-x.master-0\n"
                              "  HostName 172.17.0.2\n"),
                    HasSubstr("\n  User root\n"),
                    HasSubstr("\n  StrictHostKeyChecking yes\n")));
}

TEST_F(WriteSshConfigTest, LeavesOutANodeThatIsStoppedAndSaysSo) {
  engine_.AddContainer(Node(NodeRole::kMaster));
  FakeContainer stopped = Node(NodeRole::kAgent);
  stopped.state = "exited";
  engine_.AddContainer(stopped);
  ASSERT_THAT(Write(), IsOk());
  EXPECT_THAT(out_.str(), Not(HasSubstr("agent_0")));
  EXPECT_THAT(progress_.lines(), Contains(HasSubstr("agent_0 is left out")));
}

}  // namespace
}  // namespace minidcos
