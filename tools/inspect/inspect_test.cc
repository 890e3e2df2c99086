#include "tools/inspect/inspect.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/json.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

const std::vector<std::string>& ReadVersion() {
  static const auto& argv = *new std::vector<std::string>{
      "cat", "/opt/mesosphere/etc/dcos-version.json"};
  return argv;
}

absl::StatusOr<std::string> Inspect(FakeEngine& engine) {
  std::ostringstream out;
  const absl::Status status = InspectCluster(
      Context().WithTimeout(absl::Seconds(30)), engine.client(), "x", out);
  if (!status.ok()) return status;
  return out.str();
}

// What inspect tells of the cluster of these containers, on which `version` is
// what a read of dcos-version.json does.
InspectReport Report(const std::vector<FakeContainer>& containers,
                     const FakeRun& version = {.exit_code = 1}) {
  FakeEngine engine;
  engine.OnExec(ReadVersion(), version);
  for (const FakeContainer& container : containers) {
    engine.AddContainer(container);
  }
  InspectReport report;
  EXPECT_THAT(ParseJson(Inspect(engine).value_or(""), report), IsOk());
  return report;
}

FakeContainer Master() { return FakeNodeContainer("x", NodeRole::kMaster, 0); }

TEST(InspectCluster, PrintsTheKeysOfDcosE2eInOrder) {
  FakeEngine engine;
  FakeContainer master = Master();
  master.id = "abc";
  master.ip_address = "172.17.0.2";
  master.labels[kWorkspaceLabel] = "/tmp/w";
  engine.AddContainer(master);
  engine.OnExec(ReadVersion(), {.exit_code = 1});
  EXPECT_THAT(Inspect(engine), IsOkAndHolds(R"({
    "Cluster ID": "x",
    "DC/OS Variant": "None",
    "Nodes": {
        "agents": [],
        "masters": [
            {
                "docker_container_id": "abc",
                "docker_container_name": "dcos-e2e-x.master-0",
                "e2e_reference": "master_0",
                "ip_address": "172.17.0.2",
                "ssh_key": "/tmp/w/ssh/id_rsa",
                "ssh_user": "root"
            }
        ],
        "public_agents": []
    },
    "Web UI": "http://172.17.0.2"
}
)"));
}

TEST(InspectCluster, SortsTheNodesByRole) {
  const InspectReport report =
      Report({FakeNodeContainer("x", NodeRole::kAgent, 1),
              FakeNodeContainer("x", NodeRole::kAgent, 0), Master(),
              FakeNodeContainer("x", NodeRole::kPublicAgent, 0)});
  ASSERT_EQ(report.nodes().agents_size(), 2);
  EXPECT_EQ(report.nodes().agents(0).e2e_reference(), "agent_0");
  EXPECT_EQ(report.nodes().agents(1).e2e_reference(), "agent_1");
  EXPECT_EQ(report.nodes().masters_size(), 1);
  ASSERT_EQ(report.nodes().public_agents_size(), 1);
  EXPECT_EQ(report.nodes().public_agents(0).e2e_reference(), "public_agent_0");
}

TEST(InspectCluster, TellsTheVariantThatTheMasterTells) {
  EXPECT_EQ(Report({Master()}).variant(), "None");
  EXPECT_EQ(Report({Master()}, {.stdout_text = R"({"version": "2.1.4",
                                    "dcos-variant": "open"})"})
                .variant(),
            "DCOSVariant.OSS");
  EXPECT_EQ(Report({Master()}, {.stdout_text = R"({"version": "2.1.4",
                                    "dcos-variant": "enterprise"})"})
                .variant(),
            "DCOSVariant.ENTERPRISE");
}

TEST(InspectCluster, TellsOfAStoppedClusterWhatItCan) {
  FakeContainer stopped = Master();
  stopped.state = "exited";
  const InspectReport report = Report({stopped});
  EXPECT_EQ(report.variant(), "None");
  ASSERT_EQ(report.nodes().masters_size(), 1);
  EXPECT_EQ(report.nodes().masters(0).ip_address(), "");
}

TEST(InspectCluster, TellsOfAClusterWithoutMasters) {
  const InspectReport report =
      Report({FakeNodeContainer("x", NodeRole::kAgent, 0)});
  EXPECT_EQ(report.web_ui(), "");
  EXPECT_EQ(report.nodes().agents_size(), 1);
}

TEST(InspectCluster, FailsForAnUnknownCluster) {
  FakeEngine engine;
  EXPECT_THAT(Inspect(engine),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'x'")));
}

TEST(InspectCluster, FailsIfTheEngineDoesWhileTheMasterIsAsked) {
  FakeEngine engine;
  engine.AddContainer(Master());
  engine.FailNext("POST", "/containers/.*/exec", 500, "out of order");
  EXPECT_THAT(Inspect(engine),
              StatusIs(absl::StatusCode::kUnknown, HasSubstr("out of order")));
}

}  // namespace
}  // namespace minidcos
