#include "common/cluster/introduce_nodes.h"

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/cluster.h"
#include "common/cluster/fake_nodes.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class IntroduceNodesTest : public ::testing::Test {
 protected:
  void Add(NodeRole role, int index, const std::string& address) {
    FakeContainer node = FakeNodeContainer("x", role, index);
    node.ip_address = address;
    engine_.AddContainer(node);
  }

  absl::Status Introduce() {
    const auto cluster = FindCluster(limit_, engine_.client(), "x");
    if (!cluster.ok()) return cluster.status();
    return IntroduceNodes({limit_, limit_, engine_.client(), progress_},
                          *cluster);
  }

  FakeEngine engine_;
  RecordingProgress progress_;
  const Context limit_ = Context().WithTimeout(absl::Seconds(30));
};

TEST_F(IntroduceNodesTest, TellsEachNodeOfTheOthers) {
  Add(NodeRole::kMaster, 0, "10.0.0.2");
  Add(NodeRole::kAgent, 0, "10.0.0.3");
  Add(NodeRole::kPublicAgent, 0, "10.0.0.4");
  EXPECT_THAT(Introduce(), IsOk());
  std::map<std::string, std::string> told;
  for (const FakeExecCall& call : engine_.execs()) {
    told[call.container] = call.request.cmd(4);
  }
  EXPECT_THAT(told, UnorderedElementsAre(
                        Pair("dcos-e2e-x.master-0",
                             "10.0.0.3\tagent-0\n10.0.0.4\tpublic-agent-0\n"),
                        Pair("dcos-e2e-x.agent-0",
                             "10.0.0.2\tmaster-0\n10.0.0.4\tpublic-agent-0\n"),
                        Pair("dcos-e2e-x.public-agent-0",
                             "10.0.0.2\tmaster-0\n10.0.0.3\tagent-0\n")));
}

TEST_F(IntroduceNodesTest, LeavesANodeThatIsAloneAlone) {
  Add(NodeRole::kMaster, 0, "10.0.0.2");
  EXPECT_THAT(Introduce(), IsOk());
  EXPECT_THAT(engine_.execs(), IsEmpty());
}

TEST_F(IntroduceNodesTest, NamesTheNodeThatCannotBeTold) {
  Add(NodeRole::kMaster, 0, "10.0.0.2");
  Add(NodeRole::kAgent, 0, "10.0.0.3");
  engine_.OnAnyExec([](const FakeExecCall& call) {
    if (call.container == "dcos-e2e-x.master-0") return FakeRun();
    return FakeRun{.stderr_text = "sh: read-only file system\n",
                   .exit_code = 2};
  });
  EXPECT_THAT(Introduce(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                    AllOf(HasSubstr("dcos-e2e-x.agent-0"),
                                          HasSubstr("read-only file system"))));
}

}  // namespace
}  // namespace minidcos
