#include "tools/list/list.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"
#include "tools/list/list.pb.h"

namespace minidcos {
namespace {

constexpr NodeRole kMaster = NodeRole::kMaster;

absl::StatusOr<std::string> List(FakeEngine& engine) {
  std::ostringstream out;
  const absl::Status status = ListClusters(
      Context().WithTimeout(absl::Seconds(30)), engine.client(), out);
  if (!status.ok()) return status;
  return out.str();
}

TEST(ListClusters, PrintsEachClusterOnceSorted) {
  FakeEngine engine;
  for (const char* id : {"b", "c", "a"}) {
    engine.AddContainer(FakeNodeContainer(id, kMaster, 0));
    engine.AddContainer(FakeNodeContainer(id, NodeRole::kAgent, 0));
  }
  EXPECT_THAT(List(engine), IsOkAndHolds("a\nb\nc\n"));
}

TEST(ListClusters, PrintsNothingWhereThereIsNone) {
  FakeEngine engine;
  engine.AddContainer({.name = "a"});
  EXPECT_THAT(List(engine), IsOkAndHolds(""));
}

TEST(ListClusters, CountsStoppedOnesAndThoseOfDcosE2e) {
  FakeEngine engine;
  FakeContainer stopped = FakeNodeContainer("stopped", kMaster, 0);
  stopped.state = "exited";
  engine.AddContainer(stopped);
  engine.AddContainer(E2eNodeContainer("e2e", kMaster, "172.17.0.9"));
  EXPECT_THAT(List(engine), IsOkAndHolds("e2e\nstopped\n"));
}

TEST(ListClusters, LeavesOutOneThatIsHalfMade) {
  FakeEngine engine;
  FakeContainer half_made = FakeNodeContainer("a", kMaster, 0);
  half_made.files.clear();
  engine.AddContainer(half_made);
  engine.AddContainer(FakeNodeContainer("b", NodeRole::kAgent, 0));
  engine.AddContainer(FakeNodeContainer("c", kMaster, 0));
  EXPECT_THAT(List(engine), IsOkAndHolds("c\n"));
}

TEST(ListClusters, LeavesOutOneThatIsDestroyedMeanwhile) {
  FakeEngine engine;
  const std::string gone =
      engine.AddContainer(FakeNodeContainer("a", kMaster, 0));
  engine.AddContainer(FakeNodeContainer("b", kMaster, 0));
  engine.FailNext("HEAD", "/containers/" + gone + "/archive", 404, "");
  engine.FailNext("GET", "/containers/" + gone + "/json", 404,
                  "No such container");
  EXPECT_THAT(List(engine), IsOkAndHolds("b\n"));
}

TEST(ListClusters, PassesTheEnginesErrorsOn) {
  FakeEngine engine;
  engine.AddContainer(FakeNodeContainer("a", kMaster, 0));
  engine.FailNext("GET", "/containers/json", 500, "out of order");
  EXPECT_THAT(List(engine),
              StatusIs(absl::StatusCode::kUnknown, "out of order"));
  engine.FailNext("HEAD", "/containers/.*/archive", 500, "");
  EXPECT_THAT(List(engine), StatusIs(absl::StatusCode::kUnknown));
}

absl::StatusOr<ListReport> DescribeAll(FakeEngine& engine,
                                       absl::Duration patience) {
  return DescribeClusters(Context().WithTimeout(absl::Seconds(30)),
                          engine.client(), patience);
}

// An engine with a cluster that has DC/OS, and one whose create goes on.
void AddClusters(FakeEngine& engine) {
  for (int i = 0; i < 3; ++i) {
    FakeContainer master = FakeNodeContainer("b", kMaster, i);
    master.labels[kCreatedLabel] = "2026-11-22T17:00:00Z";
    master.labels[kExpiresLabel] = "2026-11-22T19:00:00Z";
    master.labels[kDistributionLabel] = "debian-12";
    master.image = "node:1";
    engine.AddContainer(master);
  }
  FakeContainer agent = FakeNodeContainer("b", NodeRole::kAgent, 0);
  agent.state = "exited";
  agent.labels[kCreatedLabel] = "2026-11-22T17:00:00Z";
  agent.image = "node:1";
  engine.AddContainer(agent);
  FakeContainer half_made = FakeNodeContainer("a", kMaster, 0);
  half_made.files.clear();
  half_made.labels[kCreatedLabel] = "2026-11-22T17:44:50Z";
  engine.AddContainer(half_made);
  engine.OnExec(
      {"cat", "/opt/mesosphere/etc/dcos-version.json"},
      {.stdout_text = R"({"version": "2.1.4", "dcos-variant": "open"})"});
}

TEST(DescribeClusters, TellsOfEachWhatIsKnown) {
  FakeEngine engine;
  AddClusters(engine);
  const absl::StatusOr<ListReport> report =
      DescribeAll(engine, absl::Seconds(30));
  ASSERT_THAT(report, IsOk());
  std::ostringstream out;
  EXPECT_THAT(WriteJson(*report, out), IsOk());
  EXPECT_EQ(out.str(), R"({
    "clusters": [
        {
            "agents": 0,
            "created": "2026-11-22T17:44:50Z",
            "dcos_version": "",
            "distribution": "",
            "expires": "",
            "id": "a",
            "image": "image",
            "masters": 1,
            "public_agents": 0,
            "state": "creating"
        },
        {
            "agents": 1,
            "created": "2026-11-22T17:00:00Z",
            "dcos_version": "2.1.4",
            "distribution": "debian-12",
            "expires": "2026-11-22T19:00:00Z",
            "id": "b",
            "image": "node:1",
            "masters": 3,
            "public_agents": 0,
            "state": "partly-running"
        }
    ]
}
)");
}

TEST(DescribeClusters, DoesNotWaitForANodeThatHangs) {
  FakeEngine engine;
  engine.AddContainer(FakeNodeContainer("x", kMaster, 0));
  engine.OnAnyExec([](const FakeExecCall&) { return FakeRun{.stays = true}; });
  const absl::StatusOr<ListReport> report =
      DescribeAll(engine, absl::Milliseconds(20));
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->clusters_size(), 1);
  EXPECT_EQ(report->clusters(0).dcos_version(), "");
}

TEST(DescribeClusters, PassesTheEnginesErrorsOn) {
  FakeEngine engine;
  engine.FailNext("GET", "/containers/json", 500, "out of order");
  EXPECT_THAT(DescribeAll(engine, absl::Seconds(30)),
              StatusIs(absl::StatusCode::kUnknown, "out of order"));
}

TEST(WriteTable, HasARowPerCluster) {
  FakeEngine engine;
  AddClusters(engine);
  const absl::StatusOr<ListReport> report =
      DescribeAll(engine, absl::Seconds(30));
  ASSERT_THAT(report, IsOk());
  absl::Time now;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-11-22T17:45:00Z", &now,
                              nullptr));
  std::ostringstream out;
  WriteTable(*report, now, out);
  EXPECT_EQ(out.str(),
            "ID  AGE  SIZE   STATE           EXPIRES  DC/OS\n"
            "a   10s  1+0+0  creating        never\n"
            "b   45m  3+1+0  partly-running  in 1h    2.1.4\n");
  now += absl::Hours(2);
  out.str("");
  WriteTable(*report, now, out);
  EXPECT_THAT(out.str(), testing::HasSubstr("partly-running  expired"));
}

TEST(WriteTable, SaysNothingOfExpiryWhereNothingExpires) {
  ListReport report;
  report.add_clusters()->set_id("a");
  std::ostringstream out;
  WriteTable(report, absl::UnixEpoch(), out);
  EXPECT_THAT(out.str(), testing::StartsWith("ID  AGE  SIZE   STATE  DC/OS\n"));
}

TEST(WriteTable, OfNoClustersIsNothing) {
  std::ostringstream out;
  WriteTable(ListReport(), absl::UnixEpoch(), out);
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace minidcos
