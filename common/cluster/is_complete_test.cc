#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

constexpr NodeRole kMaster = NodeRole::kMaster;
constexpr NodeRole kAgent = NodeRole::kAgent;

Context Limit() { return Context().WithTimeout(absl::Seconds(30)); }

// Whether the cluster of these containers is complete.
absl::StatusOr<bool> Complete(const std::vector<FakeContainer>& containers) {
  FakeEngine engine;
  for (const FakeContainer& container : containers) {
    engine.AddContainer(container);
  }
  const auto cluster = FindCluster(Limit(), engine.client(), "x");
  if (!cluster.ok()) return cluster.status();
  return IsComplete(Limit(), engine.client(), *cluster);
}

TEST(IsComplete, NeedsTheMarkerOfTheFirstMaster) {
  FakeContainer marked = FakeNodeContainer("x", kMaster, 0);
  FakeContainer unmarked = FakeNodeContainer("x", kMaster, 0);
  unmarked.files.clear();
  EXPECT_THAT(Complete({marked}), IsOkAndHolds(true));
  EXPECT_THAT(Complete({unmarked}), IsOkAndHolds(false));
  EXPECT_THAT(Complete({unmarked, FakeNodeContainer("x", kMaster, 1)}),
              IsOkAndHolds(false));
}

TEST(IsComplete, IsTrueOfAStoppedClusterToo) {
  FakeContainer stopped = FakeNodeContainer("x", kMaster, 0);
  stopped.state = "exited";
  EXPECT_THAT(Complete({stopped}), IsOkAndHolds(true));
}

// A folder that is bound into a container has been removed.
absl::StatusOr<bool> CompleteWithoutWorkspace(int exit_code,
                                              const std::string& state) {
  FakeEngine engine;
  FakeContainer container = FakeNodeContainer("x", kMaster, 0);
  container.state = state;
  engine.AddContainer(container);
  engine.OnAnyExec(
      [=](const FakeExecCall&) { return FakeRun{.exit_code = exit_code}; });
  for (int i = 0; i < 2; ++i) {
    engine.FailNext("HEAD", "/containers/[^/]*/archive", 404, "no such file");
  }
  const auto cluster = FindCluster(Limit(), engine.client(), "x");
  if (!cluster.ok()) return cluster.status();
  return IsComplete(Limit(), engine.client(), *cluster);
}

TEST(IsComplete, AsksTheNodeItselfIfTheEngineFindsNoFile) {
  EXPECT_THAT(CompleteWithoutWorkspace(0, "running"), IsOkAndHolds(true));
  EXPECT_THAT(CompleteWithoutWorkspace(1, "running"), IsOkAndHolds(false));
  EXPECT_THAT(CompleteWithoutWorkspace(1, "exited"), IsOkAndHolds(true));
}

TEST(IsComplete, IsTrueIfTheNodeEndsBeforeItAnswers) {
  FakeEngine engine;
  engine.AddContainer(FakeNodeContainer("x", kMaster, 0));
  const auto cluster = FindCluster(Limit(), engine.client(), "x");
  ASSERT_THAT(cluster, IsOk());
  for (int i = 0; i < 2; ++i) {
    engine.FailNext("HEAD", "/containers/[^/]*/archive", 404, "no such file");
  }
  engine.FailNext("POST", "/containers/[^/]*/exec", 409,
                  "Container x is not running");
  EXPECT_THAT(IsComplete(Limit(), engine.client(), *cluster),
              IsOkAndHolds(true));
}

TEST(IsComplete, IsFalseWithoutAMaster) {
  EXPECT_THAT(Complete({FakeNodeContainer("x", kAgent, 0)}),
              IsOkAndHolds(false));
}

TEST(IsComplete, IsTrueOfAllClustersOfDcosE2e) {
  EXPECT_THAT(Complete({E2eNodeContainer("x", kAgent, "172.17.0.2")}),
              IsOkAndHolds(true));
}

TEST(IsComplete, IsAnErrorIfTheMasterIsGone) {
  FakeEngine engine;
  engine.AddContainer(FakeNodeContainer("x", kMaster, 0));
  const auto cluster = FindCluster(Limit(), engine.client(), "x");
  ASSERT_THAT(cluster, IsOk());
  ASSERT_THAT(engine.client().RemoveContainer(
                  Limit(), cluster->masters[0].container_id()),
              IsOk());
  EXPECT_THAT(IsComplete(Limit(), engine.client(), *cluster),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
