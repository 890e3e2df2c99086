#include "common/cluster/open_cluster.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/cluster/fake_nodes.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(OpenCluster, FindsItAndUsesTheTransport) {
  const Context ctx = Context().WithTimeout(absl::Minutes(1));
  FakeEngine engine;
  engine.AddContainer(FakeNodeContainer("x", NodeRole::kMaster, 0));
  const absl::StatusOr<Cluster> cluster =
      OpenCluster(ctx, engine.client(), "x", "docker-exec");
  ASSERT_THAT(cluster, IsOk());
  EXPECT_THAT(cluster->masters, SizeIs(1));
  EXPECT_THAT(
      OpenCluster(ctx, engine.client(), "x", "pigeon").status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'pigeon'")));
}

TEST(OpenCluster, TellsOfOneThatIsNotThere) {
  FakeEngine engine;
  EXPECT_THAT(OpenCluster(Context(), engine.client(), "x", "").status(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'x'")));
}

}  // namespace
}  // namespace minidcos
