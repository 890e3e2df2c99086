// Clusters of bare nodes on a real engine: made, used, destroyed.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/base/subprocess.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class BareCluster : public E2eTest {
 protected:
  void Provision(const std::vector<std::string>& words) {
    const ToolResult result = Run("provision", words);
    ASSERT_EQ(result.exit_code, 0) << result;
    ASSERT_EQ(result.out, id() + "\n") << result;
  }

  InspectReport Inspect() {
    const ToolResult result = Run("inspect", {});
    EXPECT_EQ(result.exit_code, 0) << result;
    InspectReport report;
    EXPECT_THAT(ParseJson(result.out, report), IsOk());
    return report;
  }

  std::vector<std::string> Listed() {
    const ToolResult result = Run("list", {});
    EXPECT_EQ(result.exit_code, 0) << result;
    return absl::StrSplit(result.out, '\n');
  }

  std::string Exec(const std::vector<std::string>& words) {
    const ToolResult result = Run("exec", words);
    EXPECT_EQ(result.exit_code, 0) << result;
    return result.out;
  }
};

const std::vector<std::string> kOneNode = {"--agents=0", "--public-agents=0"};

TEST_F(BareCluster, IsMadeListedInspectedAndDestroyed) {
  Provision({"--masters=1", "--agents=2", "--public-agents=1"});

  EXPECT_THAT(Listed(), Contains(id()));
  const InspectReport report = Inspect();
  EXPECT_EQ(report.cluster_id(), id());
  EXPECT_EQ(report.variant(), "None");
  ASSERT_EQ(report.nodes().masters_size(), 1);
  ASSERT_EQ(report.nodes().agents_size(), 2);
  ASSERT_EQ(report.nodes().public_agents_size(), 1);
  EXPECT_EQ(report.web_ui(),
            absl::StrCat("http://", report.nodes().masters(0).ip_address()));
  EXPECT_EQ(report.nodes().agents(1).e2e_reference(), "agent_1");
  EXPECT_EQ(report.nodes().agents(1).docker_container_name(),
            absl::StrCat("dcos-e2e-", id(), ".agent-1"));

  const ToolResult destroyed = Run("destroy", {});
  EXPECT_EQ(destroyed.exit_code, 0) << destroyed;
  EXPECT_EQ(destroyed.out, id() + "\n");
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
  EXPECT_THAT(Listed(), Not(Contains(id())));
}

TEST_F(BareCluster, HasNodesOnWhichSystemdAndSshdRun) {
  Provision(kOneNode);
  EXPECT_EQ(Exec({"systemctl", "is-system-running"}), "running\n");
  EXPECT_EQ(Exec({"hostname"}), "master-0\n");
  EXPECT_EQ(Exec({"systemctl", "is-active", "sshd"}), "active\n");
}

TEST_F(BareCluster, LetsItsOwnKeyInBySshAndNoPassword) {
  Provision(kOneNode);
  const InspectedNode node = Inspect().nodes().masters(0);
  std::vector<std::string> ssh = {"ssh",
                                  "-F",
                                  "/dev/null",
                                  "-o",
                                  "BatchMode=yes",
                                  "-o",
                                  "IdentitiesOnly=yes",
                                  "-o",
                                  "StrictHostKeyChecking=no",
                                  "-o",
                                  "UserKnownHostsFile=/dev/null",
                                  "-o",
                                  "LogLevel=ERROR"};
  const std::string target =
      absl::StrCat(node.ssh_user(), "@", node.ip_address());

  std::vector<std::string> with_key = ssh;
  with_key.insert(with_key.end(), {"-i", node.ssh_key(), target, "hostname"});
  const auto let_in = RunSubprocess(Deadline(), with_key);
  ASSERT_THAT(let_in, IsOk());
  EXPECT_EQ(let_in->exit_code, 0) << let_in->stderr_text;
  EXPECT_EQ(let_in->stdout_text, "master-0\n");

  ssh.insert(ssh.end(), {"-o", "IdentityFile=none", target, "hostname"});
  const auto refused = RunSubprocess(Deadline(), ssh);
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(refused->exit_code, 255);
  EXPECT_THAT(refused->stderr_text, HasSubstr("(publickey)"));
}

TEST_F(BareCluster, HasADockerEngineInEachNode) {
  Provision(kOneNode);
  EXPECT_EQ(Exec({"docker", "info", "--format", "{{.Driver}}"}), "overlay2\n");
  Exec({"sh", "-c",
        "cd /usr && tar -c --dereference bin/true "
        "lib/x86_64-linux-gnu/libc.so.6 "
        "lib64/ld-linux-x86-64.so.2 | docker import - tiny"});
  Exec({"docker", "run", "--rm", "--network", "none", "-v", "data:/data",
        "--memory", "64m", "tiny", "/bin/true"});
}

TEST_F(BareCluster, PassesWordsOutputAndExitCodeThroughExec) {
  Provision(kOneNode);
  const ToolResult result =
      Run("exec", {"--env", "A=b c", "--workdir", "/etc", "sh", "-c",
                   "printf '%s|' \"$A\" \"$PWD\" \"$@\"; echo oops >&2; exit 7",
                   "sh", "two words", "$HOME", "-x", ""});
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_EQ(result.out, "b c|/etc|two words|$HOME|-x||");
  EXPECT_EQ(result.err, "oops\n");
}

TEST_F(BareCluster, TellsACommandThatIsNotThere) {
  Provision(kOneNode);
  const ToolResult result = Run("exec", {"no-such-command"});
  EXPECT_EQ(result.exit_code, 127) << result;
}

TEST_F(BareCluster, IsReachedByEveryWayToNameANode) {
  Provision({"--agents=1", "--public-agents=0"});
  const InspectedNode node = Inspect().nodes().agents(0);
  for (const std::string& reference :
       {std::string("agent_0"), node.docker_container_name(),
        node.docker_container_id(), node.docker_container_id().substr(0, 12),
        node.ip_address()}) {
    EXPECT_EQ(Exec({"--node", reference, "hostname"}), "agent-0\n")
        << reference;
  }
  const ToolResult unknown = Run("exec", {"--node", "agent_9", "hostname"});
  EXPECT_EQ(unknown.exit_code, 125);
  EXPECT_THAT(unknown.err, HasSubstr("master_0, agent_0"));
}

TEST_F(BareCluster, KeepsItsIdFromASecondOne) {
  Provision(kOneNode);
  const std::string container =
      Inspect().nodes().masters(0).docker_container_id();
  const ToolResult second = Run("provision", kOneNode);
  EXPECT_EQ(second.exit_code, 4) << second;
  EXPECT_EQ(second.out, "");
  EXPECT_THAT(second.err, HasSubstr("already exists"));
  EXPECT_EQ(Inspect().nodes().masters(0).docker_container_id(), container);
}

TEST_F(BareCluster, GoesToOneOfTwoThatAreMadeAtOnce) {
  for (const char* prefix : {"dcos-e2e", "other"}) {
    const auto first = Start("provision", {"--agents=1", "--public-agents=0"});
    const auto second =
        Start("provision", {"--agents=1", "--public-agents=0",
                            absl::StrCat("--container-name-prefix=", prefix)});
    const std::vector<int> codes = {first->Wait().exit_code,
                                    second->Wait().exit_code};
    EXPECT_THAT(codes, ::testing::UnorderedElementsAre(0, 4));
    EXPECT_EQ(Inspect().nodes().masters_size(), 1);
    EXPECT_EQ(Inspect().nodes().agents_size(), 1);
    EXPECT_EQ(Exec({"--node", "agent_0", "hostname"}), "agent-0\n");
    Run("destroy", {});
  }
}

TEST_F(BareCluster, ThatIsStoppedIsStillListedAndDestroyed) {
  Provision(kOneNode);
  ASSERT_THAT(
      docker().KillContainer(
          Deadline(), Inspect().nodes().masters(0).docker_container_id()),
      IsOk());
  EXPECT_THAT(Listed(), Contains(id()));
  EXPECT_EQ(Run("exec", {"hostname"}).exit_code, 125);
  EXPECT_EQ(Run("destroy", {}).exit_code, 0);
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(BareCluster, IsNotFoundOnceItIsGone) {
  EXPECT_EQ(Run("inspect", {}).exit_code, 3);
  EXPECT_EQ(Run("destroy", {}).exit_code, 3);
  EXPECT_EQ(Run("destroy", {"--ignore-missing"}).exit_code, 0);
  EXPECT_EQ(Run("destroy-list", {id()}).exit_code, 0);
}

}  // namespace
}  // namespace minidcos
