#include "tools/inspect/inspect.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
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

absl::StatusOr<InspectReport> Inspect(FakeEngine& engine) {
  return InspectCluster(Context().WithTimeout(absl::Seconds(30)),
                        engine.client(), "x");
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
  const absl::StatusOr<InspectReport> report = Inspect(engine);
  EXPECT_THAT(report, IsOk());
  return report.value_or(InspectReport());
}

FakeContainer Master() { return FakeNodeContainer("x", NodeRole::kMaster, 0); }

FakeContainer In(const std::string& state, FakeContainer container) {
  container.state = state;
  return container;
}

// What the engine tells of a container that is running with limits, a network
// of the user's and published ports.
constexpr char kDetails[] = R"({
    "Id": "abc",
    "Created": "2026-11-22T17:00:01.123456789Z",
    "Config": {"Image": "node:1", "Labels": {
        "dcos_e2e.workspace_dir": "/tmp/w", "minidcos.distribution": "debian-12",
        "minidcos.privileges": "privileged", "minidcos.transport": "ssh"}},
    "HostConfig": {"Memory": 1073741824, "NanoCpus": 1500000000},
    "NetworkSettings": {
        "Networks": {"bridge": {"IPAddress": "172.17.0.2"},
                     "a": {"IPAddress": "10.0.0.2"}},
        "Ports": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}],
                  "22/tcp": null}}})";

// Answers the next inspection of a container with `details`.
void AnswerDetails(FakeEngine& engine, const std::string& details) {
  engine.AnswerNext("GET", "/containers/[^/]+/json",
                    absl::StrCat("HTTP/1.1 200 OK\r\nContent-Length: ",
                                 details.size(), "\r\n\r\n", details));
}

constexpr char kJson[] = R"({
    "Cluster ID": "x",
    "Created": "2026-11-22T17:00:00Z",
    "DC/OS Commit": "c0ffee",
    "DC/OS Variant": "DCOSVariant.OSS",
    "DC/OS Version": "2.1.4",
    "Docker Engine Version": "20.10.24",
    "Expires": "",
    "Nodes": {
        "agents": [],
        "masters": [
            {
                "created": "2026-11-22T17:00:01Z",
                "distribution": "debian-12",
                "docker_container_id": "abc",
                "docker_container_name": "dcos-e2e-x.master-0",
                "docker_version": "20.10.24",
                "e2e_reference": "master_0",
                "image": "node:1",
                "index": 0,
                "ip_address": "172.17.0.2",
                "networks": [
                    {
                        "ip_address": "10.0.0.2",
                        "name": "a"
                    },
                    {
                        "ip_address": "172.17.0.2",
                        "name": "bridge"
                    }
                ],
                "ports": [
                    {
                        "container_port": 80,
                        "host_ip": "127.0.0.1",
                        "host_port": 8080,
                        "protocol": "tcp"
                    }
                ],
                "privileges": "privileged",
                "resources": {
                    "cpus": 1.5,
                    "memory": 1073741824
                },
                "ssh_key": "/tmp/w/ssh/id_rsa",
                "ssh_user": "root",
                "state": "running",
                "transport": "ssh"
            }
        ],
        "public_agents": []
    },
    "State": "running",
    "Web UI": "http://172.17.0.2",
    "Workspace": "/tmp/w"
}
)";

TEST(WriteJson, WritesTheKeysOfDcosE2eAndOursSorted) {
  FakeEngine engine;
  FakeContainer master = Master();
  master.id = "abc";
  master.ip_address = "172.17.0.2";
  master.labels[kWorkspaceLabel] = "/tmp/w";
  master.labels[kCreatedLabel] = "2026-11-22T17:00:00Z";
  engine.AddContainer(master);
  AnswerDetails(engine, kDetails);
  engine.OnExec(ReadVersion(), {.stdout_text = R"({"version": "2.1.4",
      "dcos-variant": "open", "dcos-image-commit": "c0ffee"})"});
  engine.OnExec({"docker", "--version"},
                {.stdout_text = "Docker version 20.10.24, build 297e128\n"});
  const absl::StatusOr<InspectReport> report = Inspect(engine);
  ASSERT_THAT(report, IsOk());
  std::ostringstream out;
  EXPECT_THAT(WriteJson(*report, out), IsOk());
  EXPECT_EQ(out.str(), kJson);
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
  const InspectReport report = Report({In("exited", Master())});
  EXPECT_EQ(report.state(), "stopped");
  EXPECT_EQ(report.variant(), "None");
  EXPECT_EQ(report.web_ui(), "");
  ASSERT_EQ(report.nodes().masters_size(), 1);
  EXPECT_EQ(report.nodes().masters(0).state(), "exited");
  EXPECT_EQ(report.nodes().masters(0).ip_address(), "");
  EXPECT_EQ(report.nodes().masters(0).docker_version(), "");
}

TEST(InspectCluster, NamesTheWebPageOfAMasterThatRuns) {
  FakeContainer second = FakeNodeContainer("x", NodeRole::kMaster, 1);
  second.ip_address = "172.17.0.9";
  const InspectReport report = Report({In("exited", Master()), second});
  EXPECT_EQ(report.state(), "partly-running");
  EXPECT_EQ(report.web_ui(), "http://172.17.0.9");
}

TEST(InspectCluster, AsksOneNodeOfAnImageForItsDocker) {
  FakeEngine engine;
  engine.AddContainer(Master());
  for (int i = 0; i < 3; ++i) {
    FakeContainer agent = FakeNodeContainer("x", NodeRole::kAgent, i);
    agent.image = i == 0 ? "other" : "image";
    engine.AddContainer(agent);
  }
  engine.OnAnyExec([](const FakeExecCall& call) {
    return FakeRun{.stdout_text = absl::StrCat("Docker version ",
                                               call.container, ", build x\n")};
  });
  engine.OnExec(ReadVersion(), {.exit_code = 1});
  const absl::StatusOr<InspectReport> report = Inspect(engine);
  ASSERT_THAT(report, IsOk());
  const InspectedNodes& nodes = report->nodes();
  EXPECT_EQ(nodes.masters(0).docker_version(), "dcos-e2e-x.master-0");
  EXPECT_EQ(nodes.agents(0).docker_version(), "dcos-e2e-x.agent-0");
  EXPECT_EQ(nodes.agents(1).docker_version(), "dcos-e2e-x.master-0");
  EXPECT_EQ(engine.execs().size(), 3);
}

TEST(InspectCluster, RunsNothingOnNodesThatAreBeingCreated) {
  FakeEngine engine;
  FakeContainer half_made = Master();
  half_made.files.clear();
  engine.AddContainer(half_made);
  const absl::StatusOr<InspectReport> report = Inspect(engine);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->state(), "creating");
  EXPECT_EQ(report->variant(), "None");
  EXPECT_TRUE(engine.execs().empty());
}

TEST(InspectCluster, DoesNotWaitForANodeThatHangs) {
  FakeEngine engine;
  engine.AddContainer(Master());
  engine.OnAnyExec([](const FakeExecCall&) { return FakeRun{.stays = true}; });
  const absl::StatusOr<InspectReport> report =
      InspectCluster(Context().WithTimeout(absl::Seconds(30)), engine.client(),
                     "x", /*patience=*/absl::Milliseconds(20));
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->variant(), "None");
  EXPECT_EQ(report->nodes().masters(0).docker_version(), "");
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

TEST(InspectCluster, FailsForOneThatIsDestroyedMeanwhile) {
  FakeEngine engine;
  engine.AddContainer(Master());
  engine.FailNext("GET", "/containers/[^/]+/json", 404, "No such container");
  EXPECT_THAT(Inspect(engine), StatusIs(absl::StatusCode::kNotFound,
                                        HasSubstr("No such container")));
}

TEST(InspectCluster, FailsIfTheEngineDoesWhileTheMasterIsAsked) {
  FakeEngine engine;
  engine.AddContainer(Master());
  // It is asked for the versions of DC/OS and of Docker, at once.
  engine.FailNext("POST", "/containers/.*/exec", 500, "out of order");
  engine.FailNext("POST", "/containers/.*/exec", 500, "out of order");
  EXPECT_THAT(Inspect(engine),
              StatusIs(absl::StatusCode::kUnknown, HasSubstr("out of order")));
}

}  // namespace
}  // namespace minidcos
