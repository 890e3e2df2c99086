#include "tools/exec/exec.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/fake_nodes.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// An engine with the cluster "default", of a master and an agent.
class ExecTest : public testing::Test {
 protected:
  ExecTest() {
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kMaster, 0));
    engine_.AddContainer(FakeNodeContainer("default", NodeRole::kAgent, 0));
  }

  absl::StatusOr<int> Run(const ExecOptions& options) {
    return Exec(Context().WithTimeout(absl::Seconds(30)), engine_.client(),
                options, out_, err_);
  }

  FakeEngine engine_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ExecTest, PassesOutputAndExitCodeThrough) {
  engine_.OnExec(
      {"ls", "a b"},
      {.stdout_text = "out\n", .stderr_text = "err\n", .exit_code = 7});
  EXPECT_THAT(Run({.command = {"ls", "a b"}}), IsOkAndHolds(7));
  EXPECT_EQ(out_.str(), "out\n");
  EXPECT_EQ(err_.str(), "err\n");
}

TEST_F(ExecTest, RunsOnTheFirstMasterUnlessToldOtherwise) {
  EXPECT_THAT(Run({.command = {"true"}}), IsOkAndHolds(0));
  EXPECT_THAT(Run({.node = "agent_0", .command = {"true"}}), IsOkAndHolds(0));
  ASSERT_THAT(engine_.execs(), SizeIs(2));
  EXPECT_EQ(engine_.execs()[0].container, "dcos-e2e-default.master-0");
  EXPECT_EQ(engine_.execs()[1].container, "dcos-e2e-default.agent-0");
}

TEST_F(ExecTest, PassesUserFolderAndEnvironmentOn) {
  EXPECT_THAT(Run({.environment = {"A=1", "B=x=y", "C="},
                   .user = "me",
                   .directory = "/tmp",
                   .command = {"true"}}),
              IsOkAndHolds(0));
  ASSERT_THAT(engine_.execs(), SizeIs(1));
  const docker::CreateExecRequest request = engine_.execs()[0].request;
  EXPECT_THAT(request.env(), UnorderedElementsAre("A=1", "B=x=y", "C="));
  EXPECT_EQ(request.user(), "me");
  EXPECT_EQ(request.working_dir(), "/tmp");
  EXPECT_THAT(request.cmd(), ElementsAre("true"));
}

TEST_F(ExecTest, TakesTheLastOfAVariableThatIsGivenTwice) {
  EXPECT_THAT(Run({.environment = {"A=1", "A=2"}, .command = {"true"}}),
              IsOkAndHolds(0));
  ASSERT_THAT(engine_.execs(), SizeIs(1));
  EXPECT_THAT(engine_.execs()[0].request.env(), ElementsAre("A=2"));
}

class BadVariable : public ExecTest,
                    public testing::WithParamInterface<const char*> {};

TEST_P(BadVariable, IsRefusedBeforeTheEngineIsAsked) {
  EXPECT_THAT(
      Run({.environment = {GetParam()}, .command = {"true"}}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("NAME=VALUE")));
  EXPECT_THAT(engine_.requests(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Variables, BadVariable,
                         testing::Values("", "A", "=", "=1"));

TEST_F(ExecTest, FailsForAnUnknownCluster) {
  EXPECT_THAT(Run({.cluster_id = "x", .command = {"true"}}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'x'")));
}

TEST_F(ExecTest, FailsForAnUnknownNode) {
  EXPECT_THAT(Run({.node = "agent_1", .command = {"true"}}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("'agent_1'")));
  EXPECT_THAT(engine_.execs(), IsEmpty());
}

TEST_F(ExecTest, FailsOnAStoppedNodeByItsName) {
  engine_.Exit("dcos-e2e-default.master-0", 0);
  EXPECT_THAT(
      Run({.command = {"true"}}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("master_0: ")));
}

TEST_F(ExecTest, FailsIfTheOutputCannotBeWritten) {
  engine_.OnExec({"yes"}, {.stdout_text = "y\n", .stays = true});
  out_.setstate(std::ios::badbit);
  EXPECT_THAT(Run({.command = {"yes"}}),
              StatusIs(absl::StatusCode::kUnknown, HasSubstr("writing")));
}

}  // namespace
}  // namespace minidcos
