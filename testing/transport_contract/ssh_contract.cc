// What only ssh has: connections that are shared, and keys.

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/base/private_folder.h"
#include "common/node/node.h"
#include "common/node/ssh_connection.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/transport_contract/transport_fixture.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SshContract : public TransportContract {
 protected:
  ~SshContract() override { Forget(); }

  // Ends the connections that there are.
  void Forget() const { ForgetSshNode(ctx(), agent().container_id()); }

  // Our files for the agent, the name of each ending like `end`.
  std::vector<std::string> Files(absl::string_view end = "") const {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(PrivateFolderPath())) {
      const std::string name = entry.path().filename().string();
      if (absl::StartsWith(name, agent().container_id().substr(0, 12)) &&
          absl::EndsWith(name, end)) {
        names.push_back(name);
      }
    }
    return names;
  }

  absl::Status RunOnAgent() const {
    return agent().MustRun(ctx(), {.argv = {"true"}}).status();
  }

  // How many connections the agent's sshd has.
  static std::string Connections() {
    const auto count =
        Through("docker-exec", NodeRole::kAgent)
            .MustRun(ctx(),
                     {.argv = {"sh", "-c",
                               "grep -la '^sshd: root' "
                               "/proc/[0-9]*/cmdline 2>/dev/null | wc -l"}});
    EXPECT_THAT(count, IsOk());
    return count.value_or("");
  }

  // Has the agent hold `text` in the file `path` instead of what was there,
  // which is returned.
  static std::string Swap(const std::string& path, const std::string& text) {
    const auto old =
        Through("docker-exec", NodeRole::kAgent)
            .MustRun(ctx(), {.argv = {"sh", "-c",
                                      "cat \"$1\" && printf %s \"$2\" >\"$1\"",
                                      "sh", path, text}});
    EXPECT_THAT(old, IsOk());
    return old.value_or("");
  }
};

TEST_P(SshContract, SharesAConnection) {
  ASSERT_THAT(RunOnAgent(), IsOk());
  EXPECT_THAT(Files(".socket"), SizeIs(1));
  const std::string connections = Connections();
  EXPECT_NE(connections, "0\n");
  ASSERT_THAT(RunOnAgent(), IsOk());
  EXPECT_EQ(Connections(), connections);
}

TEST_P(SshContract, LeavesNothingOnceItIsForgotten) {
  ASSERT_THAT(RunOnAgent(), IsOk());
  Forget();
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_P(SshContract, TalksOnlyToTheHostThatTheEngineKnows) {
  static constexpr char kPath[] = "/etc/ssh/ssh_host_ed25519_key.pub";
  const std::string right = Swap(
      kPath,
      "ssh-ed25519 "
      "AAAAC3NzaC1lZDI1NTE5AAAAIGJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJi\n");
  EXPECT_THAT(RunOnAgent(),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("Host key verification failed.")));
  Swap(kPath, right);
  EXPECT_THAT(RunOnAgent(), IsOk());
}

TEST_P(SshContract, TellsThatTheKeyIsNotTaken) {
  static constexpr char kPath[] = "/root/.ssh/authorized_keys";
  const std::string right = Swap(kPath, "");
  EXPECT_THAT(RunOnAgent(), StatusIs(absl::StatusCode::kUnavailable,
                                     HasSubstr("Permission denied")));
  Swap(kPath, right);
  EXPECT_THAT(RunOnAgent(), IsOk());
}

INSTANTIATE_TEST_SUITE_P(Transports, SshContract, testing::Values("ssh"));

}  // namespace
}  // namespace minidcos
