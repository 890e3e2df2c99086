#include "common/cluster/provision/container_plan.h"

#include <string>
#include <vector>

#include "common/cluster/labels.h"
#include "common/cluster/node_file.h"
#include "common/cluster/provision/plan_fixture.h"
#include "common/cluster/workspace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

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

TEST(PlanNodes, RecordsWhenItExpiresOnNodesAndVolumes) {
  PlanInput input = Input();
  input.expires = "2026-01-02T04:04:05+00:00";
  const auto expires = Pair("minidcos.expires", input.expires);
  const NodePlan plan = PlanNodes(input)[1];
  EXPECT_THAT(plan.request.labels(), Contains(expires));
  EXPECT_THAT(MountAt(plan, "/opt").volume_options().labels(),
              Contains(expires));
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
                           Pair(kCreationLabel, "word"),
                           Pair(kCreatorLabel, "host/boot/1/2"),
                           Pair(kCreatedLabel, "2026-01-02T03:04:05+00:00")));
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

TEST(PlanNodes, GivesNoLeaseToNodesThatLiveUntilTheyAreDestroyed) {
  for (const NodePlan& plan : PlanNodes(Input())) {
    EXPECT_FALSE(plan.request.host_config().auto_remove());
    EXPECT_EQ(plan.request.labels().count(kOwnerLabel), 0u);
    for (const NodeFile& file : plan.files) {
      EXPECT_NE(file.path, "/etc/minidcos-lease");
    }
  }
}

TEST(PlanNodes, GivesALeaseToNodesThatHaveAnOwner) {
  PlanInput input = Input();
  input.owner = "host/boot/1/2";
  for (const NodePlan& plan : PlanNodes(input)) {
    EXPECT_TRUE(plan.request.host_config().auto_remove());
    EXPECT_EQ(plan.request.labels().at(kOwnerLabel), "host/boot/1/2");
    EXPECT_EQ(MountAt(plan, "/opt").volume_options().labels().at(kOwnerLabel),
              "host/boot/1/2");
    ASSERT_FALSE(plan.files.empty());
    EXPECT_EQ(plan.files.back().path, "/etc/minidcos-lease");
    EXPECT_EQ(plan.files.back().content, "20 0\n");
  }
  input.serve_folder.clear();
  EXPECT_EQ(PlanNodes(input)[0].files.back().content, "60 0\n");
}

}  // namespace
}  // namespace minidcos
