// When is DC/OS ready, and what is told when it is not: open and enterprise,
// from this machine and from inside a master.

#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Wait : public E2eTest {
 protected:
  void Create(const std::string& installer,
              const std::vector<std::string>& more) {
    std::vector<std::string> words = {
        RunfilePath(absl::StrCat("testing/sample_dcos/", installer)),
        "--public-agents=0", "--timeout=5m"};
    words.insert(words.end(), more.begin(), more.end());
    const ToolResult created = Run("create", words);
    ASSERT_EQ(created.exit_code, 0) << created;
  }

  // Waits from a network of its own, as if the engine were elsewhere: what is
  // left is the engine's socket.
  ToolResult WaitFromElsewhere(const std::vector<std::string>& more) const {
    std::vector<std::string> words = {
        "--net", "--map-root-user", ToolPath("wait"), "--cluster-id",
        id(),    "--timeout=1m"};
    words.insert(words.end(), more.begin(), more.end());
    return RunToEnd("/usr/bin/unshare", words,
                    {.environment = {{"DOCKER_HOST", docker().host()},
                                     {"TMPDIR", temporary_folder()}}});
  }

  std::string File(const std::string& name, const std::string& content) const {
    const std::string path = absl::StrCat(extra_.path(), "/", name);
    EXPECT_THAT(WriteFile(path, content, 0600), IsOk());
    return path;
  }

  void Systemctl(const std::string& node, const std::string& verb,
                 const std::string& unit) const {
    const ToolResult result =
        Run("exec", {"--node", node, "systemctl", verb, unit});
    ASSERT_EQ(result.exit_code, 0) << result;
  }

  // The users that the identity service on `master` knows.
  std::string Users(const std::string& master) const {
    const ToolResult result =
        Run("exec", {"--node", master, "curl", "-sS",
                     "http://127.0.0.1:8101/acs/api/v1/users"});
    EXPECT_EQ(result.exit_code, 0) << result;
    return result.out;
  }

  void ExpectReadyByEveryRoad() const {
    const ToolResult by_ssh = Run("wait", {"--transport=ssh", "--timeout=1m"});
    EXPECT_EQ(by_ssh.exit_code, 0) << by_ssh;
    EXPECT_THAT(by_ssh.err, Not(HasSubstr("is asked from")));
    const ToolResult from_elsewhere = WaitFromElsewhere({});
    EXPECT_EQ(from_elsewhere.exit_code, 0) << from_elsewhere;
    EXPECT_EQ(from_elsewhere.out, id() + "\n");
    EXPECT_THAT(from_elsewhere.err, HasSubstr("it is asked from master_0"));
  }

  // That a wait times out, and what it says then.
  void ExpectNotReady(const std::string& what, const std::string& seen) const {
    const ToolResult result = Run("wait", {"--timeout=8s"});
    EXPECT_EQ(result.exit_code, 6) << result;
    EXPECT_THAT(result.err,
                AllOf(HasSubstr(" of waiting for " + what), HasSubstr(seen)));
  }

  // Starts a wait that has come to the HTTP checks, which do not pass.
  std::unique_ptr<RunningTool> StartInVain() const {
    auto wait = Start("wait", {});
    EXPECT_TRUE(wait->WaitForError("agent_0"));
    EXPECT_THAT(Users("master_1"), HasSubstr("minidcos-wait-"));
    return wait;
  }

 private:
  // Beside the tools' temporary folder.
  const ScopedFolder extra_ = *ScopedFolder::Make("/tmp", "minidcos-e2e-wait-");
};

constexpr char kNoUsers[] = R"({"array":[]})";
constexpr char kAgentUnit[] = "dcos-mesos-slave.service";

TEST_F(Wait, TellsOfAnOpenClusterWhatItLacks) {
  Create("dcos_generate_config.sh", {"--masters=3", "--wait-for-dcos"});
  ExpectReadyByEveryRoad();
  EXPECT_EQ(Users("master_0"), kNoUsers);

  Systemctl("master_2", "stop", "dcos-metronome.service");
  ExpectNotReady("the masters' own checks",
                 "master_2: node check 'components_master' fails");
  Systemctl("master_2", "start", "dcos-metronome.service");

  Systemctl("agent_0", "stop", "dcos-adminrouter-agent.service");
  ExpectNotReady("healthy units: ",
                 "not healthy: dcos-diagnostics.service on agent_0");
  Systemctl("agent_0", "start", "dcos-adminrouter-agent.service");

  Systemctl("agent_0", "stop", kAgentUnit);
  ExpectNotReady("the agents", "agent_0");
  EXPECT_EQ(Users("master_0"), kNoUsers);

  const auto interrupted = StartInVain();
  interrupted->SendSignal(SIGINT);
  const ToolResult ended = interrupted->Wait();
  EXPECT_EQ(ended.signal_number, SIGINT) << ended;
  EXPECT_EQ(Users("master_0"), kNoUsers);

  // It is the one that the checks are made at.
  const auto bereft = StartInVain();
  ASSERT_THAT(docker().KillContainer(
                  Deadline(), absl::StrCat("dcos-e2e-", id(), ".master-0")),
              IsOk());
  const ToolResult told = bereft->Wait();
  EXPECT_EQ(told.exit_code, 1) << told;
  EXPECT_THAT(told.err, HasSubstr("master_0 does not run any more"));
  EXPECT_EQ(Users("master_1"), kNoUsers);
  const ToolResult at_once = Run("wait", {});
  EXPECT_EQ(at_once.exit_code, 1) << at_once;
  EXPECT_THAT(at_once.err, HasSubstr("master_0 does not run ("));
}

TEST_F(Wait, LogsInToEnterpriseAsTheSuperuser) {
  Create("dcos_generate_config.ee.sh",
         {"--wait-for-dcos", "--security-mode=strict",
          "--superuser-username=admin", "--superuser-password-file",
          File("password", "pass 'word\"\n"), "--license-key",
          File("license", "a license\n")});
  ASSERT_EQ(setenv("MINIDCOS_SUPERUSER_PASSWORD", "pass 'word\"", 1), 0);
  const ToolResult from_elsewhere =
      WaitFromElsewhere({"--superuser-username=admin"});
  EXPECT_EQ(from_elsewhere.exit_code, 0) << from_elsewhere;
  EXPECT_THAT(from_elsewhere.err, HasSubstr("https://"));

  const ToolResult refused = Run("wait", {"--superuser-username=other"});
  EXPECT_EQ(refused.exit_code, 1) << refused;
  EXPECT_THAT(refused.err,
              AllOf(HasSubstr("DC/OS does not let user 'other' in"),
                    Not(HasSubstr("pass 'word"))));
  ASSERT_EQ(unsetenv("MINIDCOS_SUPERUSER_PASSWORD"), 0);
}

TEST_F(Wait, TakesEnterpriseWithoutTls) {
  Create("dcos_generate_config.ee.sh",
         {"--agents=0", "--security-mode=disabled", "--license-key",
          File("license", "a license\n")});
  const ToolResult waited = Run("wait", {"--timeout=5m"});
  EXPECT_EQ(waited.exit_code, 0) << waited;
}

// DC/OS 1.10 has other node checks and does not tell its variant.
TEST_F(Wait, TakesOldEnterprise) {
  Create("v1_10/dcos_generate_config.ee.sh", {"--agents=0", "--wait-for-dcos"});
}

}  // namespace
}  // namespace minidcos
