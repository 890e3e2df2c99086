// DC/OS by the library on nodes that exist, taken for a cluster: what its
// callers have of clusters that are none of ours.

#include <string>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/cluster/operation.h"
#include "common/dcos/install/dcos_options.h"
#include "common/dcos/install/dcos_plan.h"
#include "common/dcos/install/install_cluster.h"
#include "common/dcos/install/upgrade_cluster.h"
#include "common/dcos/version.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;

class DcosFromNodes : public E2eTest {
 protected:
  // The first master and the first agent of this test's cluster.
  Cluster Pair() const {
    const Cluster found = *FindCluster(Deadline(), docker(), id());
    return Cluster::FromNodes({found.masters.front()}, {found.agents.front()},
                              {});
  }

  static DcosOptions With(const std::string& installer) {
    return {.installer = {.source = RunfilePath(installer)}, .wait = true};
  }

  const Context ctx_ = Deadline();
  RecordingProgress progress_;
  const Operation operation_ = {ctx_, ctx_, docker(), progress_};
};

TEST_F(DcosFromNodes, IsInstalledAndUpgraded) {
  const ToolResult made = Run("provision", {"--public-agents=0"});
  ASSERT_EQ(made.exit_code, 0) << made;
  const Cluster pair = Pair();
  const auto old_one = PlanDcos(
      operation_, With("testing/sample_dcos/v2_0/dcos_generate_config.sh"));
  ASSERT_THAT(old_one, IsOk());
  ASSERT_THAT(InstallOnCluster(operation_, *old_one, pair), IsOk());
  EXPECT_THAT(progress_.lines(), Contains(HasSubstr("in master_0")));
  EXPECT_THAT(BuildInfo(ctx_, pair.agents.front()),
              IsOkAndHolds(Field(&DcosBuildInfo::version, "2.0.0-sample")));
  EXPECT_THAT(InstallOnCluster(operation_, *old_one, pair),
              StatusIs(absl::StatusCode::kAlreadyExists,
                       HasSubstr("the cluster has DC/OS 2.0.0-sample")));

  const auto new_one =
      PlanDcos(operation_, With("testing/sample_dcos/dcos_generate_config.sh"));
  ASSERT_THAT(new_one, IsOk());
  ASSERT_THAT(UpgradeCluster(operation_, *new_one, pair), IsOk());
  EXPECT_THAT(BuildInfo(ctx_, pair.agents.front()),
              IsOkAndHolds(Field(&DcosBuildInfo::version, "2.1.0-sample")));
}

}  // namespace
}  // namespace minidcos
