// Clusters with the options of DockerBackend, on real nodes.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "common/base/files.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/options_fixture.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST_F(OptionsTest, VolumesLabelsLimitsAndSysctls) {
  const std::string folder = temporary_folder() + "/shared dir";
  ASSERT_THAT(MakeFolder(folder, 0755), IsOk());
  ASSERT_THAT(WriteFile(folder + "/file", "from here\n", 0644), IsOk());
  const std::string named = id() + "-named";
  Provision({"--public-agents=0",
             "--custom-volume",
             folder + ":/mnt/here:ro",
             "--custom-master-volume",
             "/mnt/fresh",
             "--custom-agent-volume",
             named + ":/mnt/named",
             "--label",
             "team=a b",
             "--master-label",
             "team=masters",
             "--agent-memory",
             "512m",
             "--agent-cpus",
             "0.5",
             "--sysctl",
             "net.ipv4.tcp_fin_timeout=30",
             "--sysctl",
             "net.core.somaxconn=10000",
             "--parallelism",
             "1"});

  Shell("agent_0", "ping -c 1 -W 5 master-0 && ping -c 1 -W 5 agent-0");
  EXPECT_EQ(Shell("agent_0", "cat /mnt/here/file"), "from here\n");
  EXPECT_EQ(Run("exec", {"touch", "/mnt/here/x"}).exit_code, 1);
  Shell("master_0", "mountpoint -q /mnt/fresh && touch /mnt/fresh/x");
  Shell("agent_0", "mountpoint -q /mnt/named && touch /mnt/named/x");
  EXPECT_EQ(Shell("agent_0",
                  "cat /proc/sys/net/ipv4/tcp_fin_timeout "
                  "/proc/sys/net/core/somaxconn"),
            "30\n10000\n");
  EXPECT_THAT(
      Shell("agent_0", "cat /var/lib/dcos/mesos-resources"),
      AllOf(HasSubstr(R"("mem","type":"SCALAR","scalar":{"value":512})"),
            HasSubstr(R"("scalar":{"value":0.5})")));
  const auto agents = docker().ListContainers(
      Deadline(), {{"label", {"dcos_e2e.cluster_id=" + id(), "team=a b"}}});
  ASSERT_THAT(agents, IsOk());
  ASSERT_EQ(agents->items_size(), 1) << "the master's label is its own";
  const auto agent =
      docker().InspectContainer(Deadline(), agents->items(0).id());
  ASSERT_THAT(agent, IsOk());
  EXPECT_EQ(agent->host_config().memory(), 512 << 20);
  EXPECT_EQ(agent->host_config().nano_cpus(), 500000000);

  std::filesystem::remove_all(folder);
  Destroy();
  EXPECT_THAT(docker().RemoveVolume(Deadline(), named), IsOk())
      << "a volume that the user named stays";
}

TEST_F(OptionsTest, ProxiesReachCommandsAndServices) {
  const std::map<std::string, std::string> proxies = {
      {"HTTP_PROXY", "http://proxy.invalid:3128"}};
  ASSERT_EQ(RunWith(proxies, "provision", kOneNode).exit_code, 0);
  EXPECT_EQ(Shell("master_0", "echo $HTTP_PROXY"),
            "http://proxy.invalid:3128\n");
  EXPECT_THAT(Shell("master_0", "systemctl show-environment"),
              HasSubstr("HTTP_PROXY=http://proxy.invalid:3128"));
  EXPECT_THAT(Shell("master_0", "docker info 2>/dev/null"),
              AllOf(HasSubstr("HTTP Proxy: http://proxy.invalid:3128"),
                    HasSubstr("master-0")));
}

TEST_F(OptionsTest, OfBadValuesNameThemBeforeAnythingIsMade) {
  ExpectRefusal({"--custom-volume", "/a:/b:rx"}, 2, "'/a:/b:rx'");
  ExpectRefusal({"--custom-volume", "/a:/b", "--custom-master-volume", "/b"}, 2,
                "two volumes at '/b'");
  ExpectRefusal({"--custom-volume", "/no/such/folder:/b"}, 3,
                "/no/such/folder");
  ExpectRefusal({"--label", "minidcos.x=y"}, 2, "'minidcos.x'");
  ExpectRefusal({"--label", "x"}, 2, "KEY=VALUE");
  ExpectRefusal({"--one-master-host-port-map", "80:99999"}, 2, "99999");
  ExpectRefusal({"--network", "no-such-net"}, 3, "bridge");
  ExpectRefusal({"--network", "host"}, 2, "'host'");
  ExpectRefusal({"--network", "new:10.0.0.1/24"}, 2, "'10.0.0.0/24'");
  ExpectRefusal({"--master-memory", "2x"}, 2, "'2x'");
  ExpectRefusal({"--sysctl", "vm.swappiness=1"}, 2, "the host's");
  ExpectRefusal({"--docker-storage-driver", "devicemapper"}, 2,
                "no such storage driver");
  ExpectRefusal({"--workspace-dir", "/no/such"}, 3, "/no/such");
}

TEST_F(OptionsTest, AFreshFolderOfTheWorkspaceFolderGoesWithTheCluster) {
  const std::string folder = temporary_folder() + "/workspaces";
  ASSERT_THAT(MakeFolder(folder, 0755), IsOk());
  std::vector<std::string> words = {"--workspace-dir", folder};
  words.insert(words.end(), kOneNode.begin(), kOneNode.end());
  Provision(words);
  EXPECT_THAT(Master().ssh_key(), StartsWith(folder + "/"));
  EXPECT_EQ(Run("destroy", {}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  EXPECT_TRUE(std::filesystem::is_directory(folder));
  EXPECT_THAT(RemoveTree(folder), IsOk());
}

TEST_F(OptionsTest, WhatFailsIsKeptIfTheUserAsksForIt) {
  const std::string init = temporary_folder() + "/init";
  ASSERT_THAT(WriteFile(init, "#!/bin/sh\necho no way\nexit 1\n", 0755),
              IsOk());
  const ToolResult result = Run(
      "provision", {"--agents=0", "--public-agents=0", "--keep-on-failure",
                    "--custom-volume", init + ":/usr/sbin/minidcos-init:ro"});
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("no way"),
                    HasSubstr("minidcos destroy --cluster-id " + id())));
  EXPECT_THAT(WhatIsLeft(), Contains(HasSubstr(id() + ".master-0")));
  EXPECT_THAT(RemoveTree(init), IsOk());
  Destroy();
}

}  // namespace
}  // namespace minidcos
