#include "common/cluster/provision/claim.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/undo.h"
#include "common/node/node_identity.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

constexpr char kBefore[] = "2026-01-02T03:04:05.9Z";
constexpr char kOurs[] = "2026-01-02T03:04:06.000000002Z";
constexpr char kAfter[] = "2026-01-02T03:04:06.00000001Z";

// A create of the cluster "x" that has made two masters.
class ClaimTest : public testing::Test {
 protected:
  ClaimTest() {
    AddMaster("dcos-e2e", 0, "ours", kOurs);
    AddMaster("dcos-e2e", 1, "ours", "2026-01-02T03:04:09Z");
  }

  std::string AddMaster(const std::string& prefix, int index,
                        const std::string& creation,
                        const std::string& created) {
    FakeContainer node = FakeNodeContainer("x", NodeRole::kMaster, index);
    node.name = prefix + "-x.master-" + std::to_string(index);
    node.labels[kCreationLabel] = creation;
    node.created = created;
    node.files.clear();  // not complete
    return engine_.AddContainer(node);
  }

  absl::Status Check() {
    const Context limit = Context().WithTimeout(absl::Seconds(30));
    return CheckClaim({limit, limit, engine_.client(), progress_},
                      {.cluster_id = "x", .word = "ours"});
  }

  FakeEngine engine_;
  RecordingProgress progress_;
};

TEST_F(ClaimTest, HoldsWhereThereIsNoOther) {
  FakeContainer other = FakeNodeContainer("y", NodeRole::kMaster, 0);
  other.created = kBefore;
  engine_.AddContainer(other);
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(ClaimTest, IsOfTheOlderMaster) {
  AddMaster("b", 0, "other", kAfter);
  EXPECT_THAT(Check(), IsOk());
  AddMaster("a", 0, "another", kBefore);
  EXPECT_THAT(Check(), StatusIs(absl::StatusCode::kAlreadyExists,
                                "cluster 'x' already exists: 'a-x.master-0' is "
                                "its master"));
}

TEST_F(ClaimTest, IsOfTheCompleteClusterWhateverItsAge) {
  FakeContainer other = FakeNodeContainer("x", NodeRole::kMaster, 0);
  other.name = "other-x.master-0";
  other.created = kAfter;
  engine_.AddContainer(other);
  EXPECT_THAT(Check(), StatusIs(absl::StatusCode::kAlreadyExists,
                                HasSubstr("'other-x.master-0'")));
}

TEST_F(ClaimTest, IsOfOneWhenBothAreOfOneTime) {
  const std::string other = AddMaster("b", 0, "other", kOurs);
  const std::string ours = engine_.FindContainer("dcos-e2e-x.master-0")->id;
  EXPECT_EQ(Check().ok(), ours < other);
}

TEST_F(ClaimTest, IsUnknownWhenTheEngineTellsNoTime) {
  AddMaster("b", 0, "other", "yesterday");
  EXPECT_THAT(Check(), StatusIs(absl::StatusCode::kUnavailable,
                                HasSubstr("'yesterday'")));
}

}  // namespace
}  // namespace minidcos
