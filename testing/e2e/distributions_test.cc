// Nodes of the distributions beside debian-12, which all other tests run: they
// come up, carry containers of their own, have what DC/OS's installer looks
// for, and leave the host alone.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/e2e/host_state.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class NodesOf : public E2eTest,
                public ::testing::WithParamInterface<const char*> {
 protected:
  // Standard output of a shell line on the node.
  std::string Shell(const std::string& line) {
    const ToolResult result = Run("exec", {"sh", "-c", line});
    EXPECT_EQ(result.exit_code, 0) << line << ": " << result;
    return result.out;
  }
};

TEST_P(NodesOf, ADistributionWork) {
  const HostState before = ReadHostState();
  const ToolResult made = Run("provision", {"--linux-distribution", GetParam(),
                                            "--agents=0", "--public-agents=0"});
  ASSERT_EQ(made.exit_code, 0) << made;
  EXPECT_EQ(Shell(". /etc/os-release && echo $ID-$VERSION_ID"),
            absl::StrCat(GetParam(), "\n"));
  EXPECT_EQ(Shell("systemctl is-system-running"), "running\n");
  const ToolResult by_ssh = Run("exec", {"--transport=ssh", "hostname"});
  EXPECT_EQ(by_ssh.out, "master-0\n") << by_ssh;

  Shell("command -v bash curl docker ipset ping systemd-notify tar unzip xz");
  Shell("command -v gawk ip iptables lsmod python sed sudo xfs_info");
  Shell("ls /usr/bin/curl /usr/bin/ln /usr/bin/mkdir /usr/bin/rm /usr/bin/tar");
  Shell("modprobe raid1 && ! test -e /opt/mesosphere && systemctl status sshd");
  Shell("systemctl restart docker systemd-journald");
  Shell(
      "cd /usr && tar -c --dereference bin/cat lib/x86_64-linux-gnu/libc.so.6 "
      "lib64/ld-linux-x86-64.so.2 | docker import - tiny");
  EXPECT_EQ(Shell("docker run --rm --network none --memory 64m tiny /bin/cat "
                  "$(test -e /sys/fs/cgroup/cgroup.controllers && "
                  "echo /sys/fs/cgroup/memory.max || "
                  "echo /sys/fs/cgroup/memory/memory.limit_in_bytes)"),
            absl::StrCat(64 << 20, "\n"));
  EXPECT_EQ(Shell("docker info --format {{.Driver}}"), "overlay2\n");

  EXPECT_THAT(Differences(before, ReadHostState()), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Debian, NodesOf,
                         ::testing::Values("debian-11", "debian-13"),
                         [](const auto& info) {
                           return absl::StrReplaceAll(info.param, {{"-", ""}});
                         });

class RefusedDistribution : public E2eTest {};

TEST_F(RefusedDistribution, IsNamedWithTheReason) {
  const ToolResult result =
      Run("provision", {"--linux-distribution=ubuntu-16.04"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("no nodes of 'ubuntu-16.04': "),
                                HasSubstr("cgroup v2")));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
