// Our clusters as DC/OS E2E's own commands see them, and its clusters as ours
// do. What is asserted names the function of dcos/dcos-e2e (src/) that relies
// on it.

#include <sys/stat.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "common/base/json.h"
#include "common/base/progress.h"
#include "common/base/random_id.h"
#include "common/base/shell_quote.h"
#include "common/base/subprocess.h"
#include "common/cluster/image/node_image.h"
#include "common/cluster/labels.h"
#include "common/cluster/node_keys.h"
#include "common/cluster/provision/boot.h"
#include "common/cluster/provision/container_plan.h"
#include "common/cluster/provision/privileges.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class Interchange : public E2eTest {
 protected:
  InspectReport Inspect() {
    const ToolResult result = Run("inspect", {});
    EXPECT_EQ(result.exit_code, 0) << result;
    InspectReport report;
    EXPECT_THAT(ParseJson(result.out, report), IsOk());
    return report;
  }

  std::string Exec(const std::vector<std::string>& words) {
    const ToolResult result = Run("exec", words);
    EXPECT_EQ(result.exit_code, 0) << result;
    return result.out;
  }

  // Runs another program; its output.
  static std::string Program(const std::vector<std::string>& argv,
                             const std::string& input = "") {
    const auto result = RunSubprocess(Deadline(), argv, {.input = input});
    EXPECT_THAT(result, IsOk());
    EXPECT_EQ(result->exit_code, 0) << result->stderr_text;
    return result->stdout_text;
  }
};

// --- Ours, for DC/OS E2E ---

class OurCluster : public Interchange {
 protected:
  OurCluster() {
    const ToolResult result =
        Run("provision", {"--agents=1", "--public-agents=0"});
    EXPECT_EQ(result.exit_code, 0) << result;
  }

  docker::ContainerList Labelled(const std::vector<std::string>& labels) {
    const auto found = docker().ListContainers(Deadline(), {{"label", labels}});
    EXPECT_THAT(found, IsOk());
    return *found;
  }
};

TEST_F(OurCluster, IsFoundByTheLabelsOfDcosE2e) {
  const std::string of_cluster = absl::StrCat("dcos_e2e.cluster_id=", id());
  // dcos_docker/commands/_common.py: existing_cluster_ids
  EXPECT_THAT(Labelled({of_cluster}).items(), SizeIs(2));
  // ... ClusterContainers._containers_by_role
  const auto masters = Labelled({of_cluster, "dcos_e2e.node_type=master"});
  ASSERT_THAT(masters.items(), SizeIs(1));
  EXPECT_THAT(Labelled({of_cluster, "dcos_e2e.node_type=agent"}).items(),
              SizeIs(1));
  // ... ClusterContainers._workspace_dir and ssh_key_path
  const std::string workspace =
      masters.items(0).labels().at("dcos_e2e.workspace_dir");
  struct stat key;
  ASSERT_EQ(stat((workspace + "/ssh/id_rsa").c_str(), &key), 0);
  EXPECT_EQ(key.st_mode & 07777, 0600);
  // ... ClusterContainers.destroy removes that folder with all that is in it.
  EXPECT_THAT(workspace, StartsWith(temporary_folder() + "/"));
  // _node_transports/_docker_exec_transport.py: _get_container_from_ip_address
  const auto& networks = masters.items(0).network_settings().networks();
  ASSERT_EQ(networks.size(), 1);
  EXPECT_EQ(networks.begin()->second.ip_address(),
            Inspect().nodes().masters(0).ip_address());
}

TEST_F(OurCluster, RunsWhatDcosE2eRunsOnNodes) {
  // dcos_e2e/cluster.py: Cluster.__init__ waits for it.
  EXPECT_THAT(Exec({"systemctl", "status", "sshd"}), HasSubstr("active"));
  // dcos_e2e/node.py: Node.send_file
  EXPECT_EQ(Exec({"python", "-c", "import os; print(os.path.isdir('/tmp'))"}),
            "True\n");
  EXPECT_EQ(Exec({"sudo", "test", "-d", "/tmp"}), "");
  EXPECT_THAT(Exec({"tar", "--version"}), HasSubstr("tar"));
}

TEST_F(OurCluster, LetsInTheSshAndSftpOfDcosE2e) {
  const InspectedNode master = Inspect().nodes().masters(0);
  const std::vector<std::string> options = {
      "-o", "IdentitiesOnly=yes",
      "-o", "StrictHostKeyChecking=no",
      "-i", master.ssh_key(),
      "-o", "PreferredAuthentications=publickey",
      "-o", "UserKnownHostsFile=/dev/null",
      "-o", "LogLevel=ERROR"};
  // _node_transports/_ssh_transport.py: _compose_ssh_command
  std::vector<std::string> ssh = {"ssh", "-F", "/dev/null"};
  ssh.insert(ssh.end(), options.begin(), options.end());
  ssh.insert(ssh.end(), {"-l", master.ssh_user(), master.ip_address(), "A=b",
                         "/bin/sh", "-c", "'echo $A'"});
  EXPECT_EQ(Program(ssh), "b\n");
  // ... SSHTransport.send_file
  std::vector<std::string> sftp = {"sftp", "-F", "/dev/null", "-b", "-"};
  sftp.insert(sftp.end(), options.begin(), options.end());
  sftp.push_back(absl::StrCat(master.ssh_user(), "@", master.ip_address()));
  Program(sftp, "put /etc/hostname /root/sent\n");
  EXPECT_EQ(Exec({"cat", "/root/sent"}), *ReadFile("/etc/hostname"));
}

// --- DC/OS E2E's, for us ---

// Its containers: names and labels as its backend makes them, none of ours.
class E2eCluster : public Interchange {
 protected:
  E2eCluster() {
    const std::string folder = absl::StrCat(temporary_folder(), "/e2e");
    EXPECT_THAT(MakeFolder(folder, 0755), IsOk());
    workspace_ = absl::StrCat(folder, "/", RandomHex(32));
    EXPECT_THAT(MakeFolder(workspace_, 0700), IsOk());
    EXPECT_THAT(MakeFolder(workspace_ + "/ssh", 0700), IsOk());
    EXPECT_THAT(Make(), IsOk());
  }

  absl::Status Make() {
    PlanInput input;
    input.options.id = id();
    input.options.public_agents = 0;
    ASSIGN_OR_RETURN(const NodeImage image,
                     EnsureNodeImage(Deadline(), docker(), {}, NoProgress()));
    input.image = image.reference;
    ASSIGN_OR_RETURN(input.api_version, docker().NegotiatedVersion(Deadline()));
    ASSIGN_OR_RETURN(
        const KeyPair user_key,
        MakeKeyPair(Deadline(), workspace_ + "/ssh/id_rsa", "e2e"));
    absl::Status status;
    for (const Privileges& privileges : PrivilegesToTry(docker().host())) {
      input.privileges = privileges;
      status = StartAsE2eDoes(input, user_key);
      if (!IsRefusalOfPrivileges(status)) break;
    }
    return status;
  }

  absl::Status StartAsE2eDoes(const PlanInput& input, const KeyPair& user_key) {
    for (NodePlan& plan : PlanNodes(input)) {
      RETURN_IF_ERROR(StartAsE2eDoes(std::move(plan), user_key));
    }
    return absl::OkStatus();
  }

  absl::Status StartAsE2eDoes(NodePlan plan, const KeyPair& user_key) {
    plan.request.clear_labels();
    auto& labels = *plan.request.mutable_labels();
    labels[kClusterIdLabel] = id();
    labels[kNodeTypeLabel] = std::string(NodeRoleName(plan.role));
    labels[kWorkspaceLabel] = workspace_;
    for (auto& mount : *plan.request.mutable_host_config()->mutable_mounts()) {
      mount.clear_volume_options();
    }
    ASSIGN_OR_RETURN(const auto created,
                     docker().CreateContainer(
                         Deadline(),
                         absl::StrCat("dcos-e2e-", id(), "-", RandomHex(5), "-",
                                      plan.request.hostname()),
                         plan.request));
    ASSIGN_OR_RETURN(
        const KeyPair host_key,
        MakeKeyPair(Deadline(), temporary_folder() + "/host-key", "host"));
    ASSIGN_OR_RETURN(const std::string keys,
                     NodeKeysTar(host_key, user_key.public_key));
    RETURN_IF_ERROR(docker().PutArchive(Deadline(), created.id(), "/", keys));
    ASSIGN_OR_RETURN(
        const auto console,
        docker().AttachContainer(Deadline(), created.id(), {.tty = true}));
    RETURN_IF_ERROR(docker().StartContainer(Deadline(), created.id()));
    return WaitForBoot(Deadline(), *console).status();
  }

  std::string workspace_;
};

TEST_F(E2eCluster, IsListedAndInspected) {
  const std::vector<std::string> listed =
      absl::StrSplit(Run("list", {}).out, '\n');
  EXPECT_THAT(listed, Contains(id()));
  const InspectReport report = Inspect();
  ASSERT_EQ(report.nodes().masters_size(), 1);
  ASSERT_EQ(report.nodes().agents_size(), 1);
  EXPECT_EQ(report.nodes().agents(0).e2e_reference(), "agent_0");
  EXPECT_EQ(report.nodes().masters(0).ssh_key(), workspace_ + "/ssh/id_rsa");
}

TEST_F(E2eCluster, RunsCommandsAndTakesFilesByBothTransports) {
  for (const std::string transport : {"docker-exec", "ssh"}) {
    EXPECT_EQ(Exec({"--transport", transport, "--node", "agent_0", "hostname"}),
              "agent-0\n")
        << transport;
  }
  for (const std::string transport : {"docker-exec", "ssh"}) {
    const ToolResult sent =
        Run("send-file",
            {"--transport", transport, "/etc/hostname", "/tmp/" + transport});
    EXPECT_EQ(sent.exit_code, 0) << sent;
    EXPECT_EQ(Exec({"cat", "/tmp/" + transport}), *ReadFile("/etc/hostname"));
  }
  const ToolResult session = Run("ssh", {"hostname; exit 7"});
  EXPECT_EQ(session.exit_code, 7) << session;
  EXPECT_EQ(session.out, "master-0\n");
}

TEST_F(E2eCluster, IsKnownToAnSshOfTheUsers) {
  const ToolResult config = Run("inspect", {"--ssh-config"});
  ASSERT_EQ(config.exit_code, 0) << config;
  const std::string file = temporary_folder() + "/config";
  ASSERT_THAT(WriteFile(file, config.out, 0600), IsOk());
  EXPECT_EQ(Program({"ssh", "-F", file, "master_0", "hostname"}), "master-0\n");
  EXPECT_EQ(
      Program({"ssh", "-F", file, absl::StrCat(id(), ".agent_0"), "hostname"}),
      "agent-0\n");
}

TEST_F(E2eCluster, IsKnownToRsyncAndSftpOfTheUsers) {
  const std::string config = temporary_folder() + "/config";
  const std::string sent = temporary_folder() + "/a file";
  const std::string got = temporary_folder() + "/got";
  ASSERT_THAT(WriteFile(config, Run("inspect", {"--ssh-config"}).out, 0600),
              IsOk());
  ASSERT_THAT(WriteFile(sent, "bytes", 0600), IsOk());
  Program({"rsync", "-a", "-e", ShellQuoteAll({"ssh", "-F", config}), sent,
           "agent_0:/root/sent"});
  Program({"sftp", "-q", "-F", config, "agent_0:/root/sent", got});
  EXPECT_THAT(ReadFile(got), IsOkAndHolds("bytes"));
}

TEST_F(E2eCluster, IsReachedBySshAlsoWithoutItsWorkspace) {
  ASSERT_THAT(RemoveTree(workspace_), IsOk());
  EXPECT_EQ(Exec({"--transport", "ssh", "hostname"}), "master-0\n");
  EXPECT_EQ(Exec({"--transport", "ssh", "--node", "agent_0", "hostname"}),
            "agent-0\n");
}

TEST_F(E2eCluster, IsDestroyedWithItsWorkspace) {
  Exec({"--transport", "ssh", "true"});
  const ToolResult destroyed = Run("destroy", {});
  EXPECT_EQ(destroyed.exit_code, 0) << destroyed;
  EXPECT_THAT(WhatIsLeft(), UnorderedElementsAre("file e2e", "file host-key",
                                                 "file host-key.pub"));
  struct stat info;
  EXPECT_NE(stat(workspace_.c_str(), &info), 0);
}

}  // namespace
}  // namespace minidcos
