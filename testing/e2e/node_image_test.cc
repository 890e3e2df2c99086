// What a node of the image is, seen from inside and from the host: what DC/OS's
// installer and DC/OS E2E's commands look for is there, it comes up at every
// start, and the host does not notice it.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/cluster/provision/boot.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/e2e/host_state.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

class NodeImage : public E2eTest {
 protected:
  void Provision() {
    const ToolResult result =
        Run("provision", {"--agents=0", "--public-agents=0"});
    ASSERT_EQ(result.exit_code, 0) << result;
  }

  // Standard output of a shell line on the node.
  std::string Shell(const std::string& line) {
    const ToolResult result = Run("exec", {"sh", "-c", line});
    EXPECT_EQ(result.exit_code, 0) << line << ": " << result;
    return result.out;
  }

  // Kills the node and boots it again.
  absl::StatusOr<BootReport> Reboot() {
    const std::string node = absl::StrCat("dcos-e2e-", id(), ".master-0");
    EXPECT_THAT(docker().KillContainer(Deadline(), node), IsOk());
    EXPECT_THAT(docker().WaitContainer(Deadline(), node), IsOk());
    const auto console =
        docker().AttachContainer(Deadline(), node, {.tty = true});
    EXPECT_THAT(console, IsOk());
    EXPECT_THAT(docker().StartContainer(Deadline(), node), IsOk());
    return WaitForBoot(Deadline(), **console);
  }
};

TEST_F(NodeImage, LeavesTheHostAlone) {
  const HostState before = ReadHostState();
  ASSERT_NO_FATAL_FAILURE(Provision());
  Shell("docker info && systemctl restart docker systemd-journald");
  const HostState running = ReadHostState();
  EXPECT_THAT(Differences(before, running), IsEmpty());
  EXPECT_LT(absl::AbsDuration(running.clock_offset - before.clock_offset),
            absl::Seconds(1));

  EXPECT_EQ(Run("destroy", {}).exit_code, 0);
  EXPECT_THAT(Differences(before, ReadHostState()), IsEmpty());
}

TEST_F(NodeImage, KeepsServicesFromTheHostsClockModulesAndSysctls) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  // capabilities(7)
  constexpr uint64_t kSysModule = uint64_t{1} << 16;
  constexpr uint64_t kSysTime = uint64_t{1} << 25;
  const std::string bits =
      Shell("sed -n 's/^CapBnd:\\t//p' /proc/$(pidof -s sshd)/status");
  uint64_t capabilities;
  ASSERT_TRUE(absl::SimpleHexAtoi(bits, &capabilities)) << bits;
  EXPECT_EQ(capabilities & (kSysModule | kSysTime), 0) << bits;

  const ToolResult written =
      Run("exec", {"sh", "-c", "cd /proc/sys/fs && cat file-max >file-max"});
  EXPECT_NE(written.exit_code, 0);
  EXPECT_THAT(written.err, HasSubstr("Read-only file system"));
  Shell("sysctl -w net.ipv4.ip_forward=1");
}

TEST_F(NodeImage, HasWhatTheInstallersPreflightLooksFor) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  Shell("command -v bash curl docker ipset ping systemd-notify tar unzip xz");
  Shell("ls /usr/bin/curl /usr/bin/ln /usr/bin/mkdir /usr/bin/rm /usr/bin/tar");
  Shell("command -v gawk ip iptables lsmod sed xfs_info && modprobe raid1");
  EXPECT_EQ(Shell("printf '1.9\\n1.10\\n' | sort -V | tail -n 1"), "1.10\n");
  // An earlier installation, or somebody on one of DC/OS's ports, would end it.
  Shell("! test -e /opt/mesosphere");
  EXPECT_EQ(Shell("ss -Hltn | sed 's/.*:\\([0-9]*\\) .*/\\1/' | sort -u"),
            "22\n");
}

TEST_F(NodeImage, HasWhatDcosAndItsTestsLookForLater) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  // The check journald_dir_permissions.
  EXPECT_THAT(Shell("stat -c '%A %G' /var/log/journal"),
              MatchesRegex("d...r.[xs].*systemd-journal\n"));
  EXPECT_THAT(Shell("cat /var/lib/dcos/mesos-slave-common"),
              HasSubstr("\nMESOS_SYSTEMD_ENABLE_SUPPORT=false\n"));
  EXPECT_EQ(Shell("test -e /run/nologin || echo open"), "open\n");
  // DC/OS E2E: every command of its runs with sudo, send-file calls python, and
  // it waits for sshd like this.
  EXPECT_EQ(Shell("sudo -n id -u"), "0\n");
  EXPECT_EQ(Shell("python -c 'import os; print(os.path.isdir(\"/root\"))'"),
            "True\n");
  Shell("systemctl status sshd.socket || systemctl status sshd");
  EXPECT_EQ(Shell("echo $LANG"), "C.UTF-8\n");
}

TEST_F(NodeImage, RestartsDockerAndJournaldAsOftenAsAsked) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  for (int i = 0; i < 4; ++i) {
    Shell("systemctl restart systemd-journald docker");
  }
  Shell("docker info");
  EXPECT_EQ(Shell("systemctl is-system-running"), "running\n");
  Shell("logger minidcos-was-here && journalctl --sync");
  EXPECT_THAT(Shell("journalctl -D /var/log/journal -t root"),
              HasSubstr("minidcos-was-here"));
}

TEST_F(NodeImage, LimitsTheMemoryOfInnerContainers) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  Shell(
      "cd /usr && tar -c --dereference bin/cat lib/x86_64-linux-gnu/libc.so.6 "
      "lib64/ld-linux-x86-64.so.2 | docker import - tiny");
  Shell("mkdir /tmp/data && echo shared >/tmp/data/word");
  EXPECT_EQ(Shell("docker run --rm --network none --memory 64m "
                  "-v /tmp/data:/data tiny /bin/cat /data/word "
                  "$(test -e /sys/fs/cgroup/cgroup.controllers && "
                  "echo /sys/fs/cgroup/memory.max || "
                  "echo /sys/fs/cgroup/memory/memory.limit_in_bytes)"),
            absl::StrCat("shared\n", 64 << 20, "\n"));
}

TEST_F(NodeImage, IsReadyAgainAfterItWasKilled) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  Shell("touch /opt/kept && docker info");
  const auto report = Reboot();
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->state, "running");
  EXPECT_EQ(Shell("systemctl is-system-running && ls /opt/kept && "
                  "docker info --format {{.Driver}}"),
            "running\n/opt/kept\noverlay2\n");
}

TEST_F(NodeImage, SaysWhenSshdDidNotComeUp) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  Shell("rm /etc/ssh/ssh_host_ed25519_key");
  EXPECT_THAT(Reboot(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                 HasSubstr("ssh.service")));
}

TEST_F(NodeImage, NamesOtherUnitsThatFailed) {
  ASSERT_NO_FATAL_FAILURE(Provision());
  Shell(
      "printf '[Service]\\nExecStart=/bin/false\\n' "
      ">/etc/systemd/system/broken.service && "
      "systemctl add-wants multi-user.target broken.service");
  const auto report = Reboot();
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->state, "degraded");
  EXPECT_THAT(report->failed_units, ElementsAre("broken.service"));
}

}  // namespace
}  // namespace minidcos
