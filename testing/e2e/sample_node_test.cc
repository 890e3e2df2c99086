// What the sample's scripts do on one bare node: the installer runs there, as
// it does where files cannot be shared with nodes; the node is installed, and
// upgraded to another version.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

constexpr char kOld[] = "/install/old";
constexpr char kNew[] = "/install/new";

// A line of shell, and what has to come of it.
struct Step {
  std::string line;
  int exit_code;
  // On either stream.
  std::string message;
};

class SampleNode : public E2eTest {
 protected:
  void SetUp() override {
    const ToolResult provisioned =
        Run("provision", {"--masters=1", "--agents=0", "--public-agents=0"});
    ASSERT_EQ(provisioned.exit_code, 0) << provisioned;
    Do({{absl::StrCat("mkdir -p ", kOld, "/genconf ", kNew, "/genconf"), 0,
         ""}});
    Send("testing/sample_dcos/v2_0/dcos_generate_config.sh", kOld);
    Send("testing/sample_dcos/dcos_generate_config.sh", kNew);
    for (const std::string folder : {kOld, kNew}) Configure(folder);
  }

  void Send(const std::string& installer, const std::string& folder) {
    const ToolResult sent =
        Run("send_file", {"--node", "master_0", RunfilePath(installer),
                          absl::StrCat(folder, "/dcos_generate_config.sh")});
    ASSERT_EQ(sent.exit_code, 0) << sent;
  }

  void Configure(const std::string& folder) {
    Do({{absl::StrCat(
             "cd ", folder, "/genconf && ip=$(hostname -i) && ",
             "printf '#!/bin/sh\\necho %s\\n' $ip >ip-detect && ",
             "printf '%s\\n' bootstrap_url:\\ file://", folder,
             "/genconf/serve cluster_name:\\ DCOS check_time:\\ false ",
             "exhibitor_storage_backend:\\ static master_discovery:\\ static ",
             "master_list:\\ [$ip] >config.yaml"),
         0, ""}});
  }

  // Every step on the node, in a shell of its own.
  void Do(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
      const ToolResult result =
          Run("exec", {"--node", "master_0", "bash", "-c", step.line});
      ASSERT_EQ(result.exit_code, step.exit_code) << step.line << "\n"
                                                  << result;
      EXPECT_THAT(result.out + result.err, HasSubstr(step.message))
          << step.line;
    }
  }

  // A line that runs the script of `folder` that upgrades from `version`.
  static std::string Upgrade(const std::string& folder,
                             const std::string& version,
                             const std::string& options) {
    return absl::StrCat(
        "cd ", folder, " && url=$(bash dcos_generate_config.sh -v ",
        "--generate-node-upgrade-script ", version, " | tail -n 1) && ",
        "url=${url##* } && bash ${url#file://} ", options);
  }

  void ExpectPreflight() {
    Do({{absl::StrCat("cd ", kOld, " && bash dcos_generate_config.sh"), 0,
         "Generating Bash configuration files for DC/OS"},
        {install_ + "--nonsense master", 1, "unrecognized option"},
        {install_ + "--help", 1, "Usage: "},
        {install_, 1, "Atleast one role name must be specified"},
        {install_ + "-p master slave", 1, "Invalid role master slave"},
        {install_ + "-p captain", 1, "Invalid role captain"},
        {install_ + "--preflight-only master", 0,
         "Checking if port 15055 (required by history) is in use: PASS"},
        // Only from 2.1 on.
        {install_ + "-p master | grep calico", 1, ""},
        // Two failures. Nobody connects to the port: that would stay in the
        // list of connections for a while.
        {absl::StrCat("mv /usr/bin/unzip /tmp/; systemd-run --unit=busy ",
                      "--socket-property=ListenStream=80 true; ", install_,
                      "master"),
         2, "Preflight checks failed. Exiting installation."},
        {install_ + "-p master", 2,
         "Checking if port 80 (required by adminrouter) is in use: FAIL"},
        {"mv /tmp/unzip /usr/bin/; systemctl stop busy.socket; "
         "test ! -e /etc/mesosphere/roles/master",
         0, ""}});
  }

  void ExpectInstallation() {
    Do({{"mkdir -p /opt/mesosphere/left; " + install_ + "master", 1,
         "Found an existing DC/OS installation."},
        {"rmdir /opt/mesosphere/left; " + install_ + "master", 0,
         "Setting and starting DC/OS"},
        {install_ + "master", 1, "(Currently installed)"},
        {"timeout 60 bash -c 'until /opt/mesosphere/bin/dcos-check-runner "
         "check node-poststart; do sleep 0.2; done'",
         0, "\"status\": 0"}});
  }

  void ExpectUpgrade() {
    // The cluster's users are as they were after an upgrade.
    const std::string users = "curl -fsS localhost:8101/acs/api/v1/users";
    Do({{users + "/me -X PUT -d '{}'", 0, ""},
        {Upgrade(kNew, "1.0.0", ""), 1,
         "ERROR: Expecting to upgrade DC/OS from 1.0.0 to 2.1.0-sample. "
         "Version found on node: 2.0.0-sample"},
        {Upgrade(kNew, "2.0.0-sample", "--nonsense"), 1, "Unknown option"},
        {"systemctl stop dcos-metronome; " + Upgrade(kNew, "2.0.0-sample", ""),
         1, "Cannot proceed with upgrade, node-poststart checks failed"},
        {"touch /etc/mesosphere/roles/slave; " +
             Upgrade(kNew, "2.0.0-sample", "--skip-checks"),
         1, "ERROR: Can't determine this node's role."},
        {"grep version /opt/mesosphere/etc/dcos-version.json", 0,
         "2.0.0-sample"},
        {"rm /etc/mesosphere/roles/slave; systemctl start dcos-metronome; " +
             Upgrade(kNew, "2.0.0-sample", "--verbose"),
         0, "Upgrading DC/OS master 2.0.0-sample -> 2.1.0-sample"},
        {"/opt/mesosphere/bin/dcos-check-runner check node-poststart", 0, ""},
        {"grep version /opt/mesosphere/etc/dcos-version.json", 0,
         "2.1.0-sample"},
        {"pid=$(systemctl show -P MainPID dcos-mesos-master) && "
         "grep . $(dirname $(readlink /proc/$pid/exe))/../version",
         0, "2.1.0-sample"},
        {users, 0, "\"uid\":\"me\""}});
  }

  const std::string install_ =
      absl::StrCat("bash ", kOld, "/genconf/serve/dcos_install.sh ");
};

TEST_F(SampleNode, IsInstalledAndUpgraded) {
  ExpectPreflight();
  if (!HasFatalFailure()) ExpectInstallation();
  if (!HasFatalFailure()) ExpectUpgrade();
}

}  // namespace
}  // namespace minidcos
