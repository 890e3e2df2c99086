#include "tools/ssh/ssh.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/fake_ssh.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SshToolTest : public testing::Test {
 protected:
  SshToolTest() {
    for (const NodeRole role : {NodeRole::kMaster, NodeRole::kAgent}) {
      FakeContainer node = FakeNodeContainer("default", role, 0);
      node.files["/etc/ssh/ssh_host_ed25519_key.pub"] = "ssh-ed25519 AAAA\n";
      node.ip_address = role == NodeRole::kMaster ? "172.17.0.2" : "172.17.0.3";
      engine_.AddContainer(node);
    }
    ssh_.Is("exit 0");
  }

  absl::StatusOr<std::vector<std::string>> Command(const SshOptions& options) {
    return SshCommand(Context().WithTimeout(absl::Minutes(1)), engine_.client(),
                      options);
  }

  FakeSsh ssh_;
  FakeEngine engine_;
};

TEST_F(SshToolTest, OpensAShellOnTheFirstMaster) {
  const auto argv = Command({});
  ASSERT_THAT(argv, IsOk());
  EXPECT_EQ(argv->front(), "ssh");
  EXPECT_EQ(argv->back(), "172.17.0.2");
}

TEST_F(SshToolTest, RunsACommandOnTheNodeThatIsAskedFor) {
  const auto argv = Command(
      {.node = "agent_0", .terminal = true, .command = {"ls -l", "/tmp"}});
  ASSERT_THAT(argv, IsOk());
  EXPECT_THAT(*argv, Contains("-t"));
  EXPECT_THAT(std::vector<std::string>(argv->end() - 3, argv->end()),
              ElementsAre("172.17.0.3", "ls -l", "/tmp"));
}

TEST_F(SshToolTest, TellsBeforeTheSessionThatTheNodeDoesNotLetUsIn) {
  ssh_.Is("echo 'Permission denied (publickey).' >&2; exit 255");
  EXPECT_THAT(Command({}), StatusIs(absl::StatusCode::kUnavailable,
                                    HasSubstr("master_0: no ssh connection: "
                                              "Permission denied")));
}

TEST_F(SshToolTest, FailsForAnUnknownClusterOrNode) {
  EXPECT_THAT(Command({.cluster_id = "x"}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'x'")));
  EXPECT_THAT(Command({.node = "agent_1"}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'agent_1'")));
}

TEST(Become, FailsWithoutTheProgram) {
  EXPECT_THAT(
      Become({"no-such-program"}),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("'no-such-program'")));
}

}  // namespace
}  // namespace minidcos
