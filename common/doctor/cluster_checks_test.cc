#include "common/doctor/cluster_checks.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/process_id.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/doctor/examination.h"
#include "common/doctor/finding.h"
#include "common/doctor/finding_matchers.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/dead_process.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"
#include "testing/user_folders.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(JudgeLeftOvers, NamesSomeOfMany) {
  EXPECT_THAT(JudgeLeftOvers({}), Finds(Verdict::kOk, "none"));
  EXPECT_THAT(JudgeLeftOvers({"container a", "volume b"}),
              Finds(Verdict::kWarning, "of killed tools: container a, volume b",
                    StartsWith("'minidcos clean --stale'")));
  EXPECT_THAT(
      JudgeLeftOvers({"a", "b", "c", "d", "e", "f"}),
      Finds(Verdict::kWarning, "of killed tools: a, b, c, d and 2 more"));
}

TEST(JudgeSchemas, NamesClustersOfANewerTool) {
  EXPECT_THAT(
      JudgeSchemas({{.id = "a", .schema = kSchemaVersion}, {.id = "e2e"}}),
      Finds(Verdict::kOk, HasSubstr("2 clusters")));
  EXPECT_THAT(
      JudgeSchemas({{.id = "a", .schema = kSchemaVersion + 1},
                    {.id = "b", .schema = kSchemaVersion}}),
      Finds(Verdict::kWarning, HasSubstr("has made a: "), HasSubstr("newer")));
}

class ClusterChecksTest : public testing::Test {
 protected:
  // A node of a cluster that is not complete, made by the process `creator`.
  void AddHalfMade(const std::string& id, const std::string& creator) {
    FakeContainer node = FakeNodeContainer(id, NodeRole::kMaster, 0);
    node.files.clear();
    node.labels[kCreatorLabel] = creator;
    engine_.AddContainer(node);
  }

  const UserFolders folders_;
  FakeEngine engine_;
  Examination examination_{Context().WithTimeout(absl::Seconds(30)),
                           Context(),
                           {.engine = {.host = engine_.host()}}};
};

TEST_F(ClusterChecksTest, FindWhatDeadToolsHaveLeft) {
  engine_.AddContainer(FakeNodeContainer("whole", NodeRole::kMaster, 0));
  AddHalfMade("alive", ThisProcess());
  EXPECT_THAT(CheckLeftOvers(examination_),
              IsOkAndHolds(Finds(Verdict::kOk, "none")));
  AddHalfMade("dead", DeadProcess());
  EXPECT_THAT(
      CheckLeftOvers(examination_),
      IsOkAndHolds(Finds(Verdict::kWarning,
                         "of killed tools: container dcos-e2e-dead.master-0")));
}

TEST_F(ClusterChecksTest, DoNotCallItWellWhatTheEngineDoesNotTell) {
  engine_.FailNext("GET", "/volumes", 500, "out of order");
  EXPECT_THAT(CheckLeftOvers(examination_),
              StatusIs(absl::StatusCode::kUnknown, "out of order"));
}

TEST_F(ClusterChecksTest, FindLabelsOfANewerTool) {
  FakeContainer node = FakeNodeContainer("future", NodeRole::kMaster, 0);
  node.labels[kSchemaLabel] = absl::StrCat(kSchemaVersion + 1);
  engine_.AddContainer(node);
  EXPECT_THAT(CheckSchemas(examination_),
              IsOkAndHolds(Finds(Verdict::kWarning, HasSubstr("future"))));
}

}  // namespace
}  // namespace minidcos
