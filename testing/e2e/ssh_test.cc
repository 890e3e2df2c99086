// ssh on real nodes: sessions, a user's own ssh, and a cluster that is made to
// be reached by it.

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_at_terminal.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A master and an agent, to be reached by ssh.
class SshCluster : public E2eTest {
 protected:
  SshCluster() {
    const ToolResult result = Run(
        "provision", {"--transport=ssh", "--agents=1", "--public-agents=0"});
    EXPECT_EQ(result.exit_code, 0) << result;
  }

  std::string Container(const std::string& name) const {
    const auto details = docker().InspectContainer(
        Deadline(), absl::StrCat("dcos-e2e-", id(), ".", name));
    EXPECT_THAT(details, IsOk());
    return details->id();
  }

  // What is kept for an ssh to the container.
  std::vector<std::string> KeptFor(const std::string& container) const {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(runtime_folder() + "/minidcos")) {
      const std::string name = entry.path().filename().string();
      if (absl::StartsWith(name, container.substr(0, 12))) {
        names.push_back(name);
      }
    }
    return names;
  }

  // Runs another program, which must succeed; its output.
  static std::string Program(const std::vector<std::string>& argv) {
    const auto result = RunSubprocess(Deadline(), argv);
    EXPECT_THAT(result, IsOk());
    EXPECT_EQ(result->exit_code, 0) << result->stderr_text;
    return result->stdout_text;
  }
};

TEST_F(SshCluster, IsReachedBySshUnlessToldOtherwise) {
  const std::vector<std::string> by_ssh = {"--shell",
                                           "echo ${SSH_CONNECTION:+by ssh}"};
  EXPECT_EQ(Run("exec", by_ssh).out, "by ssh\n");
  EXPECT_EQ(Run("run", {"echo", "${SSH_CONNECTION:+by ssh}"}).out, "by ssh\n");
  EXPECT_EQ(Run("exec", {"--transport=docker-exec", by_ssh[0], by_ssh[1]}).out,
            "\n");
}

TEST_F(SshCluster, HasSessionsOfSsh) {
  const ToolResult line =
      Run("ssh", {"--node", "agent_0", "hostname; echo oops >&2; exit 7"});
  EXPECT_EQ(line.exit_code, 7) << line;
  EXPECT_EQ(line.out, "agent-0\n");
  EXPECT_EQ(line.err, "oops\n");

  ToolAtTerminal shell(
      ToolPath("ssh"), {"--cluster-id", id()},
      {.environment = {{"DOCKER_HOST", docker().host()}, {"TERM", "xterm"}}});
  ASSERT_TRUE(shell.WaitForOutput("# "));
  shell.Resize(33, 111);
  shell.Type("stty size; exit 3\r");
  const ToolResult typed = shell.Wait();
  EXPECT_EQ(typed.exit_code, 3) << typed;
  EXPECT_THAT(typed.out, HasSubstr("33 111"));
  EXPECT_FALSE(shell.IsRaw());
}

TEST_F(SshCluster, TellsOfANodeThatDoesNotRun) {
  const std::string agent = Container("agent-0");
  ASSERT_THAT(docker().KillContainer(Deadline(), agent), IsOk());
  ASSERT_THAT(docker().WaitContainer(Deadline(), agent), IsOk());
  const ToolResult session = Run("ssh", {"--node", "agent_0", "true"});
  EXPECT_EQ(session.exit_code, 125);
  EXPECT_THAT(session.err, HasSubstr("agent_0: it is not running"));
  const ToolResult config = Run("inspect", {"--ssh-config"});
  EXPECT_EQ(config.exit_code, 0) << config;
  EXPECT_THAT(config.out, Not(HasSubstr("agent_0")));
  EXPECT_THAT(config.err, HasSubstr("agent_0 is left out"));
}

TEST_F(SshCluster, IsKnownToOtherProgramsByTheConfiguration) {
  const ToolResult config = Run("inspect", {"--ssh-config"});
  ASSERT_EQ(config.exit_code, 0) << config;
  const std::string file = temporary_folder() + "/config";
  ASSERT_THAT(WriteFile(file, config.out, 0600), IsOk());
  for (const std::string& name :
       {std::string("agent_0"), absl::StrCat(id(), ".agent_0"),
        absl::StrCat("dcos-e2e-", id(), ".agent-0")}) {
    EXPECT_EQ(Program({"ssh", "-F", file, name, "hostname"}), "agent-0\n");
  }
  Program({"scp", "-q", "-F", file, file, "master_0:/root/sent"});
  EXPECT_EQ(Run("exec", {"cat", "/root/sent"}).out, config.out);
}

TEST_F(SshCluster, LeavesNothingWhenItIsDestroyed) {
  const std::string master = Container("master-0");
  ASSERT_EQ(Run("exec", {"true"}).exit_code, 0);
  ASSERT_THAT(KeptFor(master), Not(IsEmpty()));
  ASSERT_EQ(Run("destroy", {}).exit_code, 0);
  EXPECT_THAT(KeptFor(master), IsEmpty());
  // A master takes a moment to end; the words are not to find this shell
  // itself.
  const std::string masters = absl::StrCat(
      "cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | "
      "grep -c '[H]ostKeyAlias=",
      master, "' || :");
  const Context limit = Deadline();
  while (Program({"sh", "-c", masters}) != "0\n") {
    ASSERT_THAT(limit.WaitFor(absl::Milliseconds(20)), IsOk());
  }
}

}  // namespace
}  // namespace minidcos
