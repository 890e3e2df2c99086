#include "tools/list/list.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

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

}  // namespace
}  // namespace minidcos
