#include "common/cluster/cluster_state.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "common/status/status_macros.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

absl::StatusOr<std::string> StateOf(FakeEngine& engine) {
  const Context ctx = Context().WithTimeout(absl::Seconds(30));
  ASSIGN_OR_RETURN(const Cluster cluster,
                   FindCluster(ctx, engine.client(), "x"));
  ASSIGN_OR_RETURN(const ClusterState state,
                   FindClusterState(ctx, engine.client(), cluster));
  return std::string(ClusterStateName(state));
}

// Of a cluster whose master and agents are in these states.
absl::StatusOr<std::string> StateWith(const std::string& master,
                                      const std::vector<std::string>& agents) {
  FakeEngine engine;
  FakeContainer container = FakeNodeContainer("x", NodeRole::kMaster, 0);
  container.state = master;
  engine.AddContainer(container);
  for (size_t i = 0; i < agents.size(); ++i) {
    container = FakeNodeContainer("x", NodeRole::kAgent, static_cast<int>(i));
    container.state = agents[i];
    engine.AddContainer(container);
  }
  return StateOf(engine);
}

TEST(FindClusterState, DependsOnHowManyNodesRun) {
  EXPECT_THAT(StateWith("running", {"running"}), IsOkAndHolds("running"));
  EXPECT_THAT(StateWith("running", {"running", "exited"}),
              IsOkAndHolds("partly-running"));
  EXPECT_THAT(StateWith("exited", {"running"}), IsOkAndHolds("partly-running"));
  EXPECT_THAT(StateWith("exited", {"exited"}), IsOkAndHolds("stopped"));
}

TEST(FindClusterState, IsCreatingUntilTheMarkIsThere) {
  FakeEngine engine;
  FakeContainer half_made = FakeNodeContainer("x", NodeRole::kMaster, 0);
  half_made.files.clear();
  engine.AddContainer(half_made);
  EXPECT_THAT(StateOf(engine), IsOkAndHolds("creating"));
}

TEST(FindClusterState, FailsIfTheEngineDoes) {
  FakeEngine engine;
  engine.AddContainer(FakeNodeContainer("x", NodeRole::kMaster, 0));
  engine.FailNext("HEAD", "/containers/.*/archive", 500, "");
  EXPECT_THAT(StateOf(engine), StatusIs(absl::StatusCode::kUnknown));
}

}  // namespace
}  // namespace minidcos
