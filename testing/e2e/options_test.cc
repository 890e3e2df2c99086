// Clusters with the options of DockerBackend, on real nodes.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/json.h"
#include "common/base/subprocess.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const std::vector<std::string> kOneNode = {"--agents=0", "--public-agents=0"};

class Options : public E2eTest {
 protected:
  void Provision(const std::vector<std::string>& words) {
    const ToolResult result = Run("provision", words);
    ASSERT_EQ(result.exit_code, 0) << result;
  }

  // Expects that `words` are refused, with `complaint`, and nothing is made.
  void ExpectRefusal(std::vector<std::string> words, int exit_code,
                     const std::string& complaint) {
    words.insert(words.end(), kOneNode.begin(), kOneNode.end());
    const ToolResult result = Run("provision", words);
    EXPECT_EQ(result.exit_code, exit_code) << result;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr(complaint));
    EXPECT_THAT(WhatIsLeft(), IsEmpty());
  }

  void Destroy() {
    EXPECT_EQ(Run("destroy", {}).exit_code, 0);
    EXPECT_THAT(WhatIsLeft(), IsEmpty());
  }

  // Run() with more variables in the environment.
  ToolResult RunWith(std::map<std::string, std::string> environment,
                     const std::string& tool, std::vector<std::string> words) {
    environment["DOCKER_HOST"] = docker().host();
    environment["TMPDIR"] = temporary_folder();
    words.insert(words.begin(), {"--cluster-id", id()});
    return RunToEnd(ToolPath(tool), words, {.environment = environment});
  }

  // What a shell line prints on a node.
  std::string Shell(const std::string& node, const std::string& line) {
    const ToolResult result = Run("exec", {"--node", node, "sh", "-c", line});
    EXPECT_EQ(result.exit_code, 0) << line << "\n" << result;
    return result.out;
  }

  // The host's cgroups of a container, one a line.
  static std::string GroupsOf(const std::string& container) {
    const auto groups = RunSubprocess(
        Deadline(),
        {"find", "/sys/fs/cgroup", "-name", absl::StrCat("*", container, "*")});
    EXPECT_THAT(groups, IsOk());
    return groups.ok() ? groups->stdout_text : "";
  }

  InspectedNode Master() {
    const ToolResult result = Run("inspect", {});
    EXPECT_EQ(result.exit_code, 0) << result;
    InspectReport report;
    EXPECT_THAT(ParseJson(result.out, report), IsOk());
    return report.nodes().masters(0);
  }
};

TEST_F(Options, VolumesLabelsLimitsAndSysctls) {
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

// An API version from before cgroup namespaces makes the engine one of then.
class Cgroups : public Options,
                public testing::WithParamInterface<const char*> {};

TEST_P(Cgroups, OfAnInnerContainerAreBelowItsNodes) {
  std::map<std::string, std::string> environment;
  if (*GetParam() != '\0') environment["DOCKER_API_VERSION"] = GetParam();
  ASSERT_EQ(RunWith(environment, "provision",
                    {"--agents=0", "--public-agents=0", "--master-memory=256m",
                     "--docker-storage-driver=vfs"})
                .exit_code,
            0);
  EXPECT_EQ(Shell("master_0", "docker info --format {{.Driver}}"), "vfs\n");
  Shell("master_0",
        "cd /usr && tar -c --dereference bin/tail bin/true "
        "lib/x86_64-linux-gnu/libc.so.6 lib64/ld-linux-x86-64.so.2 | "
        "docker import - tiny && "
        "docker run --rm --network none tiny /bin/true");
  // Its own limit is far beyond its node's, and keeps the host from harm.
  const ToolResult killed =
      Run("exec", {"docker", "run", "--rm", "--network", "none", "--memory",
                   "1g", "tiny", "/bin/tail", "/dev/zero"});
  EXPECT_EQ(killed.exit_code, 137) << killed;
  const std::string inner = Shell(
      "master_0", "docker run -d --network none tiny /bin/tail -f /dev/null");
  const std::string node = Master().docker_container_id();
  EXPECT_THAT(GroupsOf(inner.substr(0, 12)), HasSubstr(node));

  Destroy();
  EXPECT_EQ(GroupsOf(node), "");
  EXPECT_EQ(GroupsOf(inner.substr(0, 12)), "");
}

INSTANTIATE_TEST_SUITE_P(ApiVersion, Cgroups, testing::Values("", "1.40"),
                         [](const auto& info) {
                           return *info.param == '\0' ? "Newest" : "Old";
                         });

TEST_F(Options, ProxiesReachCommandsAndServices) {
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

TEST_F(Options, APublishedPortIsReachedAndToldByInspect) {
  Provision({"--masters=2", "--agents=0", "--public-agents=0",
             "--one-master-host-port-map", "0:22"});
  const InspectedNode master = Master();
  ASSERT_EQ(master.ports_size(), 1);
  EXPECT_EQ(master.ports(0).host_ip(), "127.0.0.1");
  const int port = master.ports(0).host_port();
  const ToolResult banner = RunToEnd(
      "/bin/bash",
      {"-c",
       absl::StrCat("exec 3<>/dev/tcp/127.0.0.1/", port, "; head -c 4 <&3")},
      {});
  EXPECT_EQ(banner.out, "SSH-") << banner;

  // While it is there, nobody else gets the port.
  const ToolResult taken =
      Run("provision",
          {"--cluster-id", id() + "-2", "--agents=0", "--public-agents=0",
           "--one-master-host-port-map", absl::StrCat(port, ":22")});
  EXPECT_EQ(taken.exit_code, 1) << taken;
  EXPECT_THAT(taken.err, AllOf(HasSubstr(absl::StrCat("127.0.0.1:", port)),
                               HasSubstr(master.docker_container_name())));
}

TEST_F(Options, APortOfAProgramIsNotPublished) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const absl::Cleanup closer = [fd] { close(fd); };
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(fd, 1), 0);
  ASSERT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const int port = ntohs(address.sin_port);
  ExpectRefusal({"--one-master-host-port-map", absl::StrCat(port, ":80")}, 1,
                absl::StrCat("port 127.0.0.1:", port, " is in use"));
}

TEST_F(Options, OnTheUsersNetworkNodesAreOnBoth) {
  const std::string name = id() + "-net";
  docker::CreateNetworkRequest request;
  request.set_name(name);
  request.set_driver("bridge");
  request.set_check_duplicate(true);
  const auto network = docker().CreateNetwork(Deadline(), request);
  ASSERT_THAT(network, IsOk());
  Provision({"--public-agents=0", "--network", network->substr(0, 12)});

  const InspectedNode master = Master();
  EXPECT_EQ(master.networks_size(), 2);
  std::string address;
  for (const auto& one : master.networks()) {
    if (one.name() == name) address = one.ip_address();
  }
  EXPECT_EQ(master.ip_address(), address);
  EXPECT_THAT(Shell("agent_0", "cat /etc/minidcos-subnets"), HasSubstr("/"));

  // Another cluster there has a master-0 too.
  const std::vector<std::string> other = {"--cluster-id", id() + "-other"};
  const absl::Cleanup destroyer = [&] { Run("destroy", other); };
  std::vector<std::string> words = other;
  words.insert(words.end(),
               {"--agents=0", "--public-agents=0", "--network", name,
                "--container-name-prefix", id() + "-prefix"});
  Provision(words);
  const auto names = docker().ListContainers(
      Deadline(), {{"name", {id() + "-prefix-" + id() + "-other.master-0"}}});
  ASSERT_THAT(names, IsOk());
  EXPECT_EQ(names->items_size(), 1);
  EXPECT_THAT(Shell("agent_0", "getent hosts master-0"), HasSubstr(address));
  Shell("agent_0", "ping -c 1 -W 5 master-0");
  Shell("master_0", "ping -c 1 -W 5 agent-0");

  EXPECT_EQ(Run("destroy", other).exit_code, 0);
  Destroy();
  EXPECT_THAT(docker().RemoveNetwork(Deadline(), *network), IsOk())
      << "it is the user's";
}

TEST_F(Options, ANetworkOfTheClusterHasFixedAddressesAndNames) {
  Provision({"--network=new", "--public-agents=0"});
  const InspectedNode master = Master();
  EXPECT_THAT(master.ip_address(),
              AllOf(StartsWith("10."), ::testing::EndsWith(".2")));
  const std::string seen =
      Shell("agent_0", "getent hosts master-0 && ping -c 1 -W 5 master-0");
  EXPECT_THAT(seen, HasSubstr(master.ip_address()));
  EXPECT_THAT(Shell("master_0", "getent hosts agent-0"), HasSubstr("agent-0"));
  Destroy();
  const auto left = docker().ListNetworks(
      Deadline(), {{"label", {"dcos_e2e.cluster_id=" + id()}}});
  ASSERT_THAT(left, IsOk());
  EXPECT_THAT(left->items(), IsEmpty());
}

TEST_F(Options, OfBadValuesNameThemBeforeAnythingIsMade) {
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
  ExpectRefusal({"--workspace-dir", "/no/such"}, 3, "/no/such");
}

TEST_F(Options, AFreshFolderOfTheWorkspaceFolderGoesWithTheCluster) {
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

TEST_F(Options, WhatFailsIsKeptIfTheUserAsksForIt) {
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
