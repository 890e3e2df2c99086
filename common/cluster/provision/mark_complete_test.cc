#include "common/cluster/provision/mark_complete.h"

#include "absl/status/status.h"
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

Context Limit() { return Context().WithTimeout(absl::Seconds(30)); }

// The cluster "x" of three unmarked masters.
Cluster AddCluster(FakeEngine& engine) {
  for (const int index : {1, 0, 2}) {
    FakeContainer node = FakeNodeContainer("x", NodeRole::kMaster, index);
    node.files.clear();
    engine.AddContainer(node);
  }
  return *FindCluster(Limit(), engine.client(), "x");
}

TEST(MarkComplete, MakesTheClusterComplete) {
  FakeEngine engine;
  const Cluster cluster = AddCluster(engine);
  ASSERT_THAT(IsComplete(Limit(), engine.client(), cluster),
              IsOkAndHolds(false));
  EXPECT_THAT(MarkComplete(Limit(), engine.client(), cluster), IsOk());
  EXPECT_THAT(IsComplete(Limit(), engine.client(), cluster),
              IsOkAndHolds(true));
  EXPECT_EQ(engine.FindContainer("dcos-e2e-x.master-0")->files.size(), 1);
}

TEST(MarkComplete, PassesTheEnginesErrorOn) {
  FakeEngine engine;
  const Cluster cluster = AddCluster(engine);
  engine.FailNext("PUT", "/containers/.*/archive", 500, "no space left");
  EXPECT_THAT(MarkComplete(Limit(), engine.client(), cluster),
              StatusIs(absl::StatusCode::kUnknown, "no space left"));
}

TEST(MarkComplete, NeedsAMaster) {
  FakeEngine engine;
  engine.AddContainer(FakeNodeContainer("y", NodeRole::kAgent, 0));
  const auto cluster = FindCluster(Limit(), engine.client(), "y");
  ASSERT_THAT(cluster, IsOk());
  EXPECT_THAT(MarkComplete(Limit(), engine.client(), *cluster),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       testing::HasSubstr("'y'")));
}

}  // namespace
}  // namespace minidcos
