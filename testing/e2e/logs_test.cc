// The journals of real nodes: shown, followed, bundled.

#include <csignal>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/files.h"
#include "common/cluster/bundle/read_bundle.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

class LogsTest : public E2eTest {
 protected:
  void SetUp() override {
    const ToolResult made =
        Run("provision", {"--agents=1", "--public-agents=0"});
    ASSERT_EQ(made.exit_code, 0) << made;
  }

  std::string Exec(const std::string& node,
                   const std::vector<std::string>& words) {
    std::vector<std::string> all = {"--node", node};
    all.insert(all.end(), words.begin(), words.end());
    const ToolResult result = Run("exec", all);
    EXPECT_EQ(result.exit_code, 0) << result;
    return result.out;
  }

  std::string Logs(const std::vector<std::string>& words) {
    const ToolResult result = Run("logs", words);
    EXPECT_EQ(result.exit_code, 0) << result;
    EXPECT_EQ(result.err, "");
    return result.out;
  }

  // What a node's journal says is there once it can be read.
  void Log(const std::string& node, const std::string& text) {
    Exec(node, {"sh", "-c", "logger -t e2e -- \"$1\" && journalctl --sync",
                "sh", text});
  }

  void Stop(const std::string& node) {
    const std::string name = absl::StrReplaceAll(node, {{"_", "-"}});
    ASSERT_THAT(docker().KillContainer(
                    Deadline(), absl::StrCat("dcos-e2e-", id(), ".", name)),
                IsOk());
  }

  // "hunter2" where a node keeps secrets, or should not.
  void PlantSecrets(const std::string& node) {
    Log(node, "login with password: hunter2 42");
    Exec(node, {"sh", "-c",
                "mkdir -p /opt/mesosphere/etc; cd /opt/mesosphere/etc; "
                "echo 'license_key_contents: hunter2' >user.config.yaml; "
                "echo '{\"a\": \"b\", \"token\": \"hunter2\"}' >a.json; "
                "echo hunter2 >auth-token-secret"});
    Exec(node, {"systemd-run", "--quiet", "--setenv=API_TOKEN=hunter2",
                "--unit=planted", "sh", "-c", "exit 3 # --password hunter2"});
  }

  std::string Journalctls(const std::string& node) {
    return Run("exec", {"--node", node, "pgrep", "-x", "journalctl"}).out;
  }

  const ScopedFolder folder_ =
      *ScopedFolder::Make("/tmp", "minidcos-e2e-logs-");
};

TEST_F(LogsTest, ShowsWhatIsAskedFor) {
  Log("agent_0", "first");
  Log("master_0", "second");
  Log("agent_0", "third");
  EXPECT_THAT(Logs({}),
              AllOf(HasSubstr("master_0 | 20"), HasSubstr("agent_0 | 20"),
                    MatchesRegex(".*e2e.*first\n.*master_0 .*second\n.*agent_0 "
                                 ".*third\n.*")));
  EXPECT_THAT(Logs({"--no-prefix", "--node", "agent_0", "-u", "ssh"}),
              AllOf(HasSubstr("sshd"), Not(HasSubstr("agent_0")),
                    Not(HasSubstr("first"))));
  const std::vector<std::string> last =
      absl::StrSplit(Logs({"-n", "1"}), '\n', absl::SkipEmpty());
  EXPECT_EQ(last.size(), 2u);
  EXPECT_THAT(Logs({"--since", "1h"}), HasSubstr("third"));
  EXPECT_EQ(Logs({"--since", "2100-01-01"}), "");
}

TEST_F(LogsTest, TellsWhatItCannotShow) {
  const ToolResult unit = Run("logs", {"--unit", "nosuch"});
  EXPECT_EQ(unit.exit_code, 3) << unit;
  EXPECT_THAT(unit.err, HasSubstr("'nosuch'"));
  const ToolResult since = Run("logs", {"--since", "nonsense"});
  EXPECT_EQ(since.exit_code, 2) << since;
  EXPECT_THAT(since.err, HasSubstr("Failed to parse timestamp: nonsense"));

  Stop("agent_0");
  const ToolResult stopped = Run("logs", {});
  EXPECT_EQ(stopped.exit_code, 1) << stopped;
  EXPECT_THAT(stopped.out,
              AllOf(HasSubstr("master_0 | "), Not(HasSubstr("agent_0 | "))));
  EXPECT_THAT(stopped.err, HasSubstr("agent_0: the node is not running"));
}

TEST_F(LogsTest, FollowsUntilItIsInterrupted) {
  for (const std::string transport : {"docker-exec", "ssh"}) {
    const std::string before = "before " + transport;
    const std::string since_then = "since then, " + transport;
    Log("agent_0", before);
    const auto logs = Start("logs", {"-f", "--transport", transport});
    ASSERT_TRUE(logs->WaitForOutput(before));
    Log("agent_0", since_then);
    ASSERT_TRUE(logs->WaitForOutput(since_then));
    EXPECT_NE(Journalctls("agent_0"), "");
    logs->SendSignal(SIGINT);
    const ToolResult result = logs->Wait();
    EXPECT_EQ(result.signal_number, SIGINT) << result;
    EXPECT_EQ(Journalctls("master_0"), "");
    EXPECT_EQ(Journalctls("agent_0"), "");
  }
}

TEST_F(LogsTest, TellsOfANodeThatStopsWhileItIsFollowed) {
  Log("master_0", "before");
  const auto logs = Start("logs", {"-f"});
  ASSERT_TRUE(logs->WaitForOutput("before"));
  Stop("agent_0");
  ASSERT_TRUE(logs->WaitForError("warning: agent_0: "));
  Log("master_0", "since then");
  ASSERT_TRUE(logs->WaitForOutput("since then"));
}

TEST_F(LogsTest, BundlesAllNodesWithoutTheirSecrets) {
  PlantSecrets("master_0");
  PlantSecrets("agent_0");
  Stop("agent_0");
  const std::string path = absl::StrCat(folder_.path(), "/a.tar.zst");
  const ToolResult written = Run("logs", {"--bundle", path});
  ASSERT_EQ(written.exit_code, 0) << written;
  EXPECT_EQ(written.out, "");
  EXPECT_THAT(written.err, HasSubstr("not in the bundle: agent_0: "));

  std::map<std::string, std::string> files = ReadBundle(path);
  for (const auto& [name, content] : files) {
    EXPECT_THAT(content, Not(HasSubstr("hunter2"))) << name;
  }
  const std::string top = absl::StrCat("minidcos-", id(), "/");
  for (const std::string node : {"master_0", "agent_0"}) {
    EXPECT_THAT(files[top + node + "/journal.txt"],
                HasSubstr("login with password: [redacted]"));
    EXPECT_THAT(files[top + node + "/files/opt/mesosphere/etc/a.json"],
                HasSubstr(R"({"a": "b", "token": "[redacted]"})"));
    EXPECT_THAT(files[top + node + "/container.json"], HasSubstr("\"State\""));
    EXPECT_THAT(files[top + node + "/console.txt"],
                HasSubstr("minidcos-ready"));
  }
  EXPECT_THAT(files[top + "master_0/failed-units.txt"], HasSubstr("planted"));
  EXPECT_THAT(files[top + "master_0/network.txt"], HasSubstr("eth0"));
  EXPECT_EQ(files.count(top + "master_0/docker.txt"), 0u)
      << "the inner Docker was started";
  EXPECT_EQ(Run("logs", {"--bundle", path}).exit_code, 4);
  EXPECT_EQ(Run("destroy", {}).exit_code, 0);
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(LogsTest, LeavesNoBundleWhenInterrupted) {
  const auto logs =
      Start("logs", {"--bundle", absl::StrCat(folder_.path(), "/a.tgz")});
  ASSERT_TRUE(logs->WaitForError("Writing"));
  logs->SendSignal(SIGINT);
  EXPECT_EQ(logs->Wait().signal_number, SIGINT);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace minidcos
