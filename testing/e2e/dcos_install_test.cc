// DC/OS on nodes that are there already: installed and upgraded, with the
// installer on this machine and in a node, and broken off on the way.

#include <csignal>
#include <string>
#include <vector>

#include "absl/status/status.h"
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
using ::testing::IsEmpty;
using ::testing::Not;

using Line = std::vector<std::string>;

class DcosInstall : public E2eTest {
 protected:
  static std::string Old() {
    return RunfilePath("testing/sample_dcos/v2_0/dcos_generate_config.sh");
  }
  static std::string New() {
    return RunfilePath("testing/sample_dcos/dcos_generate_config.sh");
  }

  // Runs a tool that must fail with `exit_code`; what it says.
  std::string Fail(const std::string& tool, const Line& words,
                   int exit_code = 1) const {
    const ToolResult result = Run(tool, words);
    EXPECT_EQ(result.exit_code, exit_code) << result;
    EXPECT_EQ(result.out, "") << result;
    return result.err;
  }

  // Runs one that must do it.
  void Do(const std::string& tool, const Line& words) const {
    const ToolResult result = Run(tool, words);
    ASSERT_EQ(result.exit_code, 0) << result;
    EXPECT_EQ(result.out, id() + "\n") << result;
  }

  // What a shell on a node prints.
  std::string Shell(const std::string& node, const std::string& line) const {
    const ToolResult result = Run("exec", {"--node", node, "sh", "-c", line});
    EXPECT_EQ(result.exit_code, 0) << result;
    return result.out;
  }

  // That an installer that was run in master_0 has left nothing there.
  void ExpectNothingInMaster() const {
    EXPECT_EQ(Shell("master_0",
                    "ls -A /opt | grep -v -x -e dcos_install_tmp "
                    "-e mesosphere || true"),
              "");
    EXPECT_EQ(Shell("master_0", "docker ps -aq; docker images -q"), "");
  }

  void ExpectVersion(const std::string& version,
                     const Line& nodes = {"master_0"}) const {
    for (const std::string& node : nodes) {
      EXPECT_THAT(Shell(node, "cat /opt/mesosphere/etc/dcos-version.json"),
                  HasSubstr(absl::StrCat("\"version\": \"", version, "\"")))
          << node;
    }
  }

  void InterruptInstall(const std::string& where, const std::string& step) {
    const auto install = Start("install", {Old(), "--genconf-on", where});
    ASSERT_TRUE(install->WaitForError(step));
    install->SendSignal(SIGINT);
    const ToolResult result = install->Wait();
    EXPECT_EQ(result.signal_number, SIGINT) << result;
    EXPECT_THAT(docker().InspectContainer(Deadline(), id() + "-installer"),
                StatusIs(absl::StatusCode::kNotFound));
  }

  void ExpectBadConfigurationTold() const {
    for (const char* where : {"host", "node"}) {
      EXPECT_THAT(Fail("install", {Old(), "--genconf-on", where,
                                   "--extra-config", bad_config_}),
                  HasSubstr("bootstrap_url: Must not end in a '/'"));
    }
    ExpectNothingInMaster();
  }

  // The agent says no, after the masters were installed.
  void FailInstallOnAgent1() const {
    Shell("agent_1",
          "systemd-run --unit=busy --socket-property=ListenStream=0.0.0.0:53 "
          "cat 2>&1");
    EXPECT_THAT(
        Fail("install", {Old(), "--copy-to-master", "/etc/hostname:/srv/copy"}),
        AllOf(HasSubstr("agent_1: dcos_install.sh exited"),
              HasSubstr("agent_1: Checking if port 53 "),
              Not(HasSubstr("agent_0: Checking")),
              HasSubstr("no DC/OS on agent_1"),
              HasSubstr(": the same command goes on from there")));
    Shell("agent_1", "systemctl stop busy.socket 2>&1");
  }

  // The agent, as it has two roles, says no, after the masters were upgraded.
  void FailUpgradeOfAgent1() const {
    Shell("agent_1", "touch /etc/mesosphere/roles/master");
    EXPECT_THAT(
        Fail("upgrade", {New()}),
        AllOf(HasSubstr("agent_1: dcos_node_upgrade.sh exited"),
              HasSubstr("DC/OS 2.1.0-sample on master_0, master_1, master_2"),
              HasSubstr("DC/OS 2.0.0-sample on agent_1")));
    Shell("agent_1", "rm /etc/mesosphere/roles/master");
  }

  // With DC/OS's old version on the cluster.
  void ExpectRefusals() const {
    EXPECT_THAT(Fail("install", {New()}, 4),
                HasSubstr("has DC/OS 2.0.0-sample already"));
    EXPECT_THAT(Fail("upgrade", {Old()}),
                HasSubstr("has DC/OS 2.0.0-sample already"));
    ExpectVersion("2.0.0-sample");
  }

 private:
  const ScopedFolder extra_ = *ScopedFolder::Make("/tmp", "minidcos-e2e-");

 protected:
  const std::string bad_config_ = [this] {
    const std::string path = extra_.path() + "/bad.yaml";
    EXPECT_THAT(WriteFile(path, "bootstrap_url: 'http://x/'\n", 0600), IsOk());
    return path;
  }();
};

TEST_F(DcosInstall, GoesOnWhereItFailedAndIsUpgraded) {
  Do("provision", {"--masters=3", "--agents=3", "--public-agents=2"});
  EXPECT_THAT(Fail("upgrade", {Old()}), HasSubstr("DC/OS is not installed"));
  ExpectBadConfigurationTold();
  FailInstallOnAgent1();
  Do("install",
     {Old(), "--genconf-on=node", "--wait-for-dcos", "--timeout=5m"});
  ExpectNothingInMaster();
  EXPECT_EQ(Shell("master_2", "cat /srv/copy"),
            ReadFile("/etc/hostname").value_or("?"));
  ExpectRefusals();

  FailUpgradeOfAgent1();
  Do("upgrade",
     {New(), "--genconf-on=node", "--wait-for-dcos", "--timeout=5m"});
  ExpectVersion("2.1.0-sample",
                {"master_0", "master_1", "master_2", "agent_0", "agent_1",
                 "agent_2", "public_agent_0", "public_agent_1"});
  ExpectNothingInMaster();
  Do("destroy", {});
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(DcosInstall, CanBeInterruptedAndBegunAgain) {
  Do("provision", {"--transport=ssh", "--agents=1", "--public-agents=0"});
  InterruptInstall("host", "Generating");
  InterruptInstall("node", "Generating");
  ExpectNothingInMaster();
  InterruptInstall("host", "Installing");
  Do("install", {Old(), "--wait-for-dcos", "--timeout=5m"});
  ExpectVersion("2.0.0-sample", {"master_0", "agent_0"});

  const auto upgrade = Start("upgrade", {New()});
  ASSERT_TRUE(upgrade->WaitForError("Upgrading DC/OS 2.0.0-sample -> 2.1.0"));
  EXPECT_THAT(Fail("upgrade", {New()}),
              HasSubstr("is being installed or upgraded"));
  const ToolResult upgraded = upgrade->Wait();
  EXPECT_EQ(upgraded.exit_code, 0) << upgraded;
  EXPECT_THAT(upgraded.err, HasSubstr("on this machine"));
  Do("wait", {"--timeout=5m"});
  ExpectVersion("2.1.0-sample", {"master_0", "agent_0"});
}

TEST_F(DcosInstall, IsPartOfCreateWhereInstallersCannotWork) {
  const std::string folder = temporary_folder() + "/with a space";
  ASSERT_THAT(MakeFolder(folder, 0755), IsOk());
  EXPECT_THAT(Fail("create",
                   {New(), "--workspace-dir", folder, "--genconf-on=host"}, 2),
              HasSubstr("with a space'"));
  Do("create", {New(), "--workspace-dir", folder, "--agents=0",
                "--public-agents=0", "--wait-for-dcos", "--timeout=5m"});
  ExpectNothingInMaster();
}

}  // namespace
}  // namespace minidcos
