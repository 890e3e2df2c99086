#include "common/dcos/install/install_cluster.h"

#include <string>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/base/files.h"
#include "common/dcos/install/existing_cluster_fixture.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class InstallOnClusterTest : public ExistingClusterFixture {
 protected:
  absl::Status Install() {
    return InstallOnCluster(operation(), Plan(), FindIt());
  }
};

TEST_F(InstallOnClusterTest, InstallsOnEveryNodeAndSaysWhatToDoNext) {
  EXPECT_THAT(Install(), IsOk());
  EXPECT_THAT(ran("dcos_install.sh"), SizeIs(6));
  EXPECT_THAT(progress_.lines(),
              Contains("begin Generating the DC/OS configuration on this "
                       "machine"));
  EXPECT_THAT(progress_.lines().back(),
              HasSubstr("minidcos wait --cluster-id x"));
}

TEST_F(InstallOnClusterTest, RefusesWhereDcosIs) {
  {
    const absl::MutexLock lock(&mutex_);
    for (const char* node : {"master-0", "master-1", "master-2", "agent-0",
                             "agent-1", "public-agent-0"}) {
      versions_[node] = "2.0.0";
    }
  }
  EXPECT_THAT(Install(), StatusIs(absl::StatusCode::kAlreadyExists,
                                  AllOf(HasSubstr("has DC/OS 2.0.0 already"),
                                        HasSubstr("minidcos upgrade"))));
  EXPECT_THAT(ReadFile(files_.path() + "/runs"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(InstallOnClusterTest, TellsWhatNodesHaveAfterAFailure) {
  bad_node_ = "agent-1";
  const absl::Status status = Install();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("agent_1: dcos_install.sh exited")));
  EXPECT_EQ(GetOutput(status), "agent_1: no space left\n");
  EXPECT_THAT(progress_.lines(),
              Contains(AllOf(HasSubstr("DC/OS 2.1.0 on master_0"),
                             HasSubstr("no DC/OS on agent_1"))));
}

TEST_F(InstallOnClusterTest, GoesOnWhereItWasBrokenOff) {
  {
    const absl::MutexLock lock(&mutex_);
    for (const char* node : {"master-0", "master-1", "master-2", "agent-0"}) {
      versions_[node] = "2.1.0";
    }
  }
  EXPECT_THAT(Install(), IsOk());
  EXPECT_THAT(ran("dcos_install.sh"),
              UnorderedElementsAre("agent-1", "public-agent-0"));
  EXPECT_THAT(ReadFile(files_.path() + "/runs"),
              IsOkAndHolds("--version\n-v --genconf\n"));
}

TEST_F(InstallOnClusterTest, MixesNoVersions) {
  {
    const absl::MutexLock lock(&mutex_);
    versions_["master-1"] = "2.0.0";
  }
  EXPECT_THAT(Install(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                  HasSubstr("DC/OS 2.0.0 on master_1")));
  EXPECT_THAT(ran("dcos_install.sh"), IsEmpty());
  EXPECT_THAT(progress_.lines(), Not(Contains(HasSubstr("Generating"))));
}

TEST_F(InstallOnClusterTest, RefusesAHalfMadeCluster) {
  engine_.FailNext("HEAD", "/containers/[^/]*/archive", 404, "no such file");
  EXPECT_THAT(Install(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                  HasSubstr("cluster 'x' is half-made")));
}

TEST_F(InstallOnClusterTest, RefusesAClusterWithAStoppedNode) {
  engine_.Exit("dcos-e2e-x.agent-1", 0);
  EXPECT_THAT(Install(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                  "agent_1 does not run: it is exited"));
}

}  // namespace
}  // namespace minidcos
