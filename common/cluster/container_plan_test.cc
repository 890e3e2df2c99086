#include "common/cluster/container_plan.h"

#include <string>
#include <vector>

#include "common/base/json.h"
#include "common/cluster/labels.h"
#include "common/cluster/workspace.h"
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
using ::testing::UnorderedElementsAre;

PlanInput Input() {
  PlanInput input;
  input.options.id = "x";
  input.options.masters = 1;
  input.options.agents = 1;
  input.options.public_agents = 1;
  input.image = "minidcos/node:1";
  input.workspace = "/tmp/w";
  input.serve_folder = "/tmp/w/genconf/serve";
  input.api_version = {1, 41};
  input.creation = "word";
  input.creator = "host/boot/1/2";
  input.created = "2026-01-02T03:04:05+00:00";
  return input;
}

std::vector<std::string> Targets(const NodePlan& plan) {
  std::vector<std::string> targets;
  for (const docker::Mount& mount : plan.request.host_config().mounts()) {
    targets.push_back(mount.target());
  }
  return targets;
}

docker::Mount MountAt(const NodePlan& plan, const std::string& target) {
  for (const docker::Mount& mount : plan.request.host_config().mounts()) {
    if (mount.target() == target) return mount;
  }
  ADD_FAILURE() << "no mount at " << target;
  return {};
}

TEST(PlanNodes, PlansEveryNodeWithMaster0First) {
  PlanInput input = Input();
  input.options.masters = 2;
  std::vector<std::string> names;
  for (const NodePlan& plan : PlanNodes(input)) names.push_back(plan.name);
  EXPECT_THAT(names,
              ElementsAre("dcos-e2e-x.master-0", "dcos-e2e-x.master-1",
                          "dcos-e2e-x.agent-0", "dcos-e2e-x.public-agent-0"));
}

TEST(PlanNodes, PlansNoAgentsWhereNoneAreAskedFor) {
  PlanInput input = Input();
  input.options.agents = 0;
  input.options.public_agents = 0;
  EXPECT_EQ(PlanNodes(input).size(), 1);
}

TEST(PlanNodes, NamesTheHostByRoleAndIndex) {
  const std::vector<NodePlan> plans = PlanNodes(Input());
  EXPECT_EQ(plans[0].request.hostname(), "master-0");
  EXPECT_EQ(plans[2].request.hostname(), "public-agent-0");
}

TEST(PlanNodes, RecordsTheClusterInLabels) {
  const NodePlan plan = PlanNodes(Input())[2];
  EXPECT_THAT(
      plan.request.labels(),
      UnorderedElementsAre(
          Pair("dcos_e2e.cluster_id", "x"),
          Pair("dcos_e2e.node_type", "public_agent"),
          Pair("dcos_e2e.workspace_dir", "/tmp/w"),
          Pair("minidcos.schema", "1"), Pair("minidcos.node_index", "0"),
          Pair("minidcos.creation", "word"),
          Pair("minidcos.creator", "host/boot/1/2"),
          Pair("minidcos.created", "2026-01-02T03:04:05+00:00"),
          Pair("minidcos.distribution", "debian-12"),
          Pair("minidcos.privileges", "privileged"),
          Pair("minidcos.transport", "docker-exec")));
}

TEST(PlanNodes, RecordsTheTransportThatIsChosen) {
  PlanInput input = Input();
  input.options.backend.transport = "ssh";
  EXPECT_THAT(PlanNodes(input)[0].request.labels(),
              Contains(Pair("minidcos.transport", "ssh")));
}

TEST(PlanNodes, GivesOnlyAgentsTheMesosVolume) {
  const std::vector<NodePlan> plans = PlanNodes(Input());
  EXPECT_THAT(Targets(plans[0]), Not(Contains("/var/lib/mesos/slave")));
  EXPECT_THAT(Targets(plans[1]), Contains("/var/lib/mesos/slave"));
  EXPECT_THAT(Targets(plans[2]), Contains("/var/lib/mesos/slave"));
}

TEST(PlanNodes, LabelsVolumesSoThatCleanFindsThem) {
  const docker::Mount volume = MountAt(PlanNodes(Input())[0], "/opt");
  EXPECT_EQ(volume.type(), "volume");
  EXPECT_EQ(volume.source(), "");
  EXPECT_THAT(
      volume.volume_options().labels(),
      UnorderedElementsAre(Pair(kClusterIdLabel, "x"), Pair(kSchemaLabel, "1"),
                           Pair(kCreationLabel, "word")));
}

TEST(PlanNodes, BindsTheServeFolderReadOnly) {
  const docker::Mount serve = MountAt(PlanNodes(Input())[0], kServeMount);
  EXPECT_EQ(serve.type(), "bind");
  EXPECT_EQ(serve.source(), "/tmp/w/genconf/serve");
  EXPECT_TRUE(serve.read_only());
  EXPECT_FALSE(serve.has_bind_options());
}

TEST(PlanNodes, AsksNewerEnginesNotToBindReadOnlyRecursively) {
  PlanInput input = Input();
  input.api_version = {1, 44};
  EXPECT_TRUE(MountAt(PlanNodes(input)[0], kServeMount)
                  .bind_options()
                  .read_only_non_recursive());
}

TEST(PlanNodes, BindsNothingOfThisMachineOnARemoteEngine) {
  PlanInput input = Input();
  input.serve_folder = "";
  const NodePlan plan = PlanNodes(input)[0];
  for (const docker::Mount& mount : plan.request.host_config().mounts()) {
    EXPECT_EQ(mount.type(), "volume") << mount.target();
  }
}

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
  EXPECT_THAT(Targets(PlanNodes(Input())[1]),
              ElementsAre("/var/lib/docker", "/opt", "/var/log/journal",
                          "/var/lib/mesos/slave", kServeMount));
}

TEST(PlanNodes, GivesNodesCgroupsOfTheirOwnAndSystemdAsPid1) {
  const docker::HostConfig config = PlanNodes(Input())[0].request.host_config();
  EXPECT_EQ(config.cgroupns_mode(), "private");
  EXPECT_TRUE(config.has_init());
  EXPECT_FALSE(config.init());
}

TEST(PlanNodes, AsksForOneByOneWhatIsNotPrivileged) {
  PlanInput input = Input();
  input.privileges = {.privileged = false, .without = {"SYS_RESOURCE"}};
  const NodePlan plan = PlanNodes(input)[0];
  const docker::HostConfig& config = plan.request.host_config();
  EXPECT_FALSE(config.privileged());
  EXPECT_THAT(config.cap_add(), ElementsAre("ALL"));
  EXPECT_THAT(config.cap_drop(),
              ElementsAre("SYS_MODULE", "SYS_TIME", "SYS_RESOURCE"));
  EXPECT_TRUE(config.has_masked_paths());
  EXPECT_THAT(config.masked_paths().values(), IsEmpty());
  EXPECT_TRUE(config.has_readonly_paths());
  EXPECT_THAT(config.device_cgroup_rules(), ElementsAre("a *:* rwm"));
  EXPECT_EQ(plan.request.labels().at(kPrivilegesLabel), "capabilities");
}

}  // namespace
}  // namespace minidcos
