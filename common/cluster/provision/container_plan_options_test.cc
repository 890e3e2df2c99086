// What the options of DockerBackend make of a plan.

#include <string>
#include <vector>

#include "common/base/json.h"
#include "common/cluster/labels.h"
#include "common/cluster/provision/container_plan.h"
#include "common/cluster/provision/plan_fixture.h"
#include "common/cluster/workspace.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

TEST(PlanNodes, MountsWhatTheUserAdds) {
  PlanInput input = Input();
  DockerBackend& backend = input.options.backend;
  backend.custom_container_mounts = {
      {.source = "/src", .target = "/a", .read_only = true}};
  backend.custom_agent_mounts = {{.source = "cache", .target = "/b"}};
  backend.custom_master_mounts = {{.target = "/c"}};
  const std::vector<NodePlan> plans = PlanNodes(input);
  for (const NodePlan& plan : plans) {
    EXPECT_EQ(MountAt(plan, "/a").type(), "bind");
    EXPECT_EQ(MountAt(plan, "/a").source(), "/src");
    EXPECT_TRUE(MountAt(plan, "/a").read_only());
  }
  const docker::Mount named = MountAt(plans[1], "/b");
  EXPECT_EQ(named.type(), "volume");
  EXPECT_EQ(named.source(), "cache");
  EXPECT_FALSE(named.has_volume_options()) << "what the user named is not ours";
  EXPECT_THAT(Targets(plans[2]), Not(Contains("/b")));
  EXPECT_THAT(MountAt(plans[0], "/c").volume_options().labels(),
              Contains(Pair(kClusterIdLabel, "x")));
}

TEST(PlanNodes, GivesUpItsOwnVolumesForTheUsers) {
  PlanInput input = Input();
  input.options.backend.custom_container_mounts = {
      {.source = "/disk", .target = "/var/lib/docker"},
      {.source = "/disk", .target = "/tmp"}};
  const NodePlan plan = PlanNodes(input)[0];
  EXPECT_THAT(Targets(plan), Contains("/var/lib/docker").Times(1));
  EXPECT_EQ(MountAt(plan, "/var/lib/docker").source(), "/disk");
  EXPECT_THAT(plan.request.host_config().tmpfs(),
              ElementsAre(Pair("/run", "rw,exec,nosuid,size=2097152k")));
}

TEST(PlanNodes, LabelsNodesAsTheUserAsks) {
  PlanInput input = Input();
  DockerBackend& backend = input.options.backend;
  backend.docker_container_labels = {{"team", "a"}, {"who", "all"}};
  backend.docker_agent_labels = {{"who", "agent"}};
  backend.docker_public_agent_labels = {{"who", "public"}};
  const std::vector<NodePlan> plans = PlanNodes(input);
  const std::vector<std::string> who = {"all", "agent", "public"};
  for (size_t i = 0; i < plans.size(); ++i) {
    EXPECT_EQ(plans[i].request.labels().at("team"), "a");
    EXPECT_EQ(plans[i].request.labels().at("who"), who[i]);
    EXPECT_EQ(plans[i].request.labels().at(kClusterIdLabel), "x");
  }
}

TEST(PlanNodes, PublishesPortsOfTheFirstMasterAlone) {
  PlanInput input = Input();
  input.options.masters = 3;
  input.options.backend.one_master_host_port_map = {
      {.host_port = 8080, .container_port = 80}};
  const std::vector<NodePlan> plans = PlanNodes(input);
  EXPECT_THAT(ToJson(plans[0].request),
              IsOkAndHolds(AllOf(HasSubstr(R"("ExposedPorts":{"80/tcp":{}})"),
                                 HasSubstr(R"("PortBindings":{"80/tcp":[{)"),
                                 HasSubstr(R"("HostIp":"127.0.0.1")"),
                                 HasSubstr(R"("HostPort":"8080")"))));
  for (size_t i = 1; i < plans.size(); ++i) {
    EXPECT_THAT(plans[i].request.host_config().port_bindings(), IsEmpty());
  }
}

TEST(PlanNodes, LimitsEachRoleAndTellsMesosOfIt) {
  PlanInput input = Input();
  input.options.backend.master_limits = {.memory = 1 << 30};
  input.options.backend.agent_limits = {.memory = 1 << 29, .cpus = 1.5};
  const std::vector<NodePlan> plans = PlanNodes(input);
  EXPECT_EQ(plans[0].request.host_config().memory(), 1 << 30);
  EXPECT_EQ(plans[0].request.host_config().nano_cpus(), 0);
  EXPECT_THAT(plans[0].files, IsEmpty()) << "a master has no Mesos agent";
  EXPECT_EQ(plans[1].request.host_config().memory_swap(), 1 << 29);
  EXPECT_EQ(plans[1].request.host_config().nano_cpus(), 1.5e9);
  ASSERT_THAT(plans[1].files, SizeIs(1));
  EXPECT_EQ(plans[1].files[0].path, "/var/lib/dcos/mesos-resources");
  EXPECT_EQ(plans[2].request.host_config().memory(), 0);
  EXPECT_THAT(plans[2].files, IsEmpty());
}

TEST(PlanNodes, PutsNodesOnTheUsersNetworkToo) {
  PlanInput input = Input();
  input.network = {
      .name = "mine", .id = "4711", .subnets = {"10.1.0.0/16", "10.2.0.0/16"}};
  for (const NodePlan& plan : PlanNodes(input)) {
    EXPECT_EQ(plan.connect_to, "4711");
    EXPECT_EQ(plan.request.labels().at(kNetworkLabel), "mine");
    EXPECT_EQ(plan.request.host_config().network_mode(), "");
    ASSERT_THAT(plan.files, SizeIs(1));
    EXPECT_EQ(plan.files[0].path, "/etc/minidcos-subnets");
    EXPECT_EQ(plan.files[0].content, "10.1.0.0/16\n10.2.0.0/16\n");
  }
}

TEST(PlanNodes, FixesAddressesOnANetworkOfTheCluster) {
  PlanInput input = Input();
  input.network = {.name = "made",
                   .id = "4711",
                   .subnets = {"10.1.0.0/24"},
                   .addresses = {"10.1.0.2", "10.1.0.3", "10.1.0.4"}};
  const NodePlan plan = PlanNodes(input)[1];
  EXPECT_EQ(plan.connect_to, "") << "it is created on it";
  EXPECT_EQ(plan.request.host_config().network_mode(), "made");
  EXPECT_EQ(plan.request.networking_config()
                .endpoints_config()
                .at("made")
                .ipam_config()
                .ipv4_address(),
            "10.1.0.3");
  EXPECT_THAT(plan.request.host_config().extra_hosts(),
              ElementsAre("master-0:10.1.0.2", "public-agent-0:10.1.0.4"));
  EXPECT_THAT(plan.files, IsEmpty());
}

TEST(PlanNodes, TellsNodesOfProxiesAndOfAnotherStorageDriver) {
  PlanInput input = Input();
  input.proxies = {{"http_proxy", "http://p:1"}};
  input.storage_driver = "vfs";
  const NodePlan plan = PlanNodes(input)[0];
  EXPECT_THAT(plan.request.env(), ElementsAre("http_proxy=http://p:1"));
  ASSERT_THAT(plan.files, SizeIs(3));
  EXPECT_EQ(plan.files[0].path,
            "/etc/systemd/system.conf.d/minidcos-proxy.conf");
  EXPECT_EQ(plan.files[1].path, "/etc/environment");
  EXPECT_EQ(plan.files[2].path, "/etc/docker/daemon.json");
  EXPECT_THAT(plan.files[2].content, HasSubstr("vfs"));
}

TEST(PlanNodes, ArrangesNoCgroupsIfThatIsAskedFor) {
  PlanInput input = Input();
  input.options.backend.mount_sys_fs_cgroup = false;
  for (const DockerClient::ApiVersion version :
       {DockerClient::ApiVersion{1, 40}, DockerClient::ApiVersion{1, 41}}) {
    input.api_version = version;
    const NodePlan plan = PlanNodes(input)[0];
    EXPECT_EQ(plan.request.host_config().cgroupns_mode(), "");
    EXPECT_THAT(Targets(plan), Not(Contains("/sys/fs/cgroup")));
  }
}

TEST(PlanNodes, BindsTheHostsCgroupsWhereThereAreNoNamespaces) {
  PlanInput input = Input();
  input.api_version = {1, 40};
  const NodePlan plan = PlanNodes(input)[0];
  EXPECT_EQ(plan.request.host_config().cgroupns_mode(), "");
  const docker::Mount mount = MountAt(plan, "/sys/fs/cgroup");
  EXPECT_EQ(mount.type(), "bind");
  EXPECT_EQ(mount.source(), "/sys/fs/cgroup");
  EXPECT_TRUE(mount.read_only()) << "systemd takes a writable one for its own";
}

TEST(PlanNodes, SetsSysctlsOnEveryNode) {
  PlanInput input = Input();
  input.options.backend.sysctls = {{"net.core.somaxconn", "10000"}};
  for (const NodePlan& plan : PlanNodes(input)) {
    EXPECT_THAT(plan.request.host_config().sysctls(),
                ElementsAre(Pair("net.core.somaxconn", "10000")));
  }
}

// What is not asked for is not in the request: all that one has by default.
TEST(PlanNodes, AsksForNothingMoreByDefault) {
  docker::CreateContainerRequest request = PlanNodes(Input())[1].request;
  request.clear_labels();
  docker::HostConfig& config = *request.mutable_host_config();
  config.clear_mounts();
  config.clear_tmpfs();
  EXPECT_THAT(
      ToJson(request),
      IsOkAndHolds(
          R"({"Hostname":"agent-0","Image":"minidcos/node:1","Tty":true,)"
          R"("StopSignal":"SIGRTMIN+3","HostConfig":{"Privileged":true,)"
          R"("SecurityOpt":["seccomp=unconfined","apparmor=unconfined"],)"
          R"("CgroupnsMode":"private","Init":false}})"));
  EXPECT_THAT(PlanNodes(Input())[1].files, IsEmpty());
  EXPECT_THAT(Targets(PlanNodes(Input())[1]),
              ElementsAre("/var/lib/docker", "/opt", "/var/log/journal",
                          "/var/lib/mesos/slave", kServeMount));
}

}  // namespace
}  // namespace minidcos
