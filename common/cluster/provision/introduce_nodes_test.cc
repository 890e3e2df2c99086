#include "common/cluster/provision/introduce_nodes.h"

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/labels.h"
#include "common/cluster/operation.h"
#include "common/node/node_identity.h"
#include "common/status/status_macros.h"
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
    node.labels[kCreationLabel] = "word";
    engine_.AddContainer(node);
  }

  absl::Status Introduce(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      RETURN_IF_ERROR(
          introducer_.Introduce(limit_, engine_.FindContainer(name)->id));
    }
    return absl::OkStatus();
  }

  FakeEngine engine_;
  RecordingProgress progress_;
  const Context limit_ = Context().WithTimeout(absl::Seconds(30));
  const Operation operation_ = {limit_, limit_, engine_.client(), progress_};
  Introducer introducer_ = Introducer(operation_, "word");
};

TEST_F(IntroduceNodesTest, TellsEachNodeOfTheOthers) {
  Add(NodeRole::kMaster, 0, "10.0.0.2");
  Add(NodeRole::kAgent, 0, "10.0.0.3");
  Add(NodeRole::kPublicAgent, 0, "10.0.0.4");
  EXPECT_THAT(Introduce({"dcos-e2e-x.agent-0", "dcos-e2e-x.master-0",
                         "dcos-e2e-x.public-agent-0"}),
              IsOk());
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

TEST_F(IntroduceNodesTest, PublishesTheNamesOfAll) {
  Add(NodeRole::kMaster, 0, "10.0.0.2");
  Add(NodeRole::kPublicAgent, 0, "10.0.0.4");
  const auto folder = ScopedFolder::Make(testing::TempDir(), "names-");
  ASSERT_THAT(folder, IsOk());
  EXPECT_THAT(introducer_.Publish(folder->path()), IsOk());
  EXPECT_THAT(ReadFile(folder->path() + "/minidcos-hosts"),
              IsOkAndHolds("10.0.0.2\tmaster-0\n10.0.0.4\tpublic-agent-0\n"));
  EXPECT_THAT(engine_.execs(), IsEmpty());
}

TEST_F(IntroduceNodesTest, TellsThatNamesCannotBePublished) {
  Add(NodeRole::kMaster, 0, "10.0.0.2");
  EXPECT_THAT(introducer_.Publish("/no/such/folder"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("/no/such/folder/minidcos-hosts")));
}

TEST_F(IntroduceNodesTest, LeavesANodeThatIsAloneAlone) {
  Add(NodeRole::kMaster, 0, "10.0.0.2");
  EXPECT_THAT(Introduce({"dcos-e2e-x.master-0"}), IsOk());
  EXPECT_THAT(engine_.execs(), IsEmpty());
}

TEST_F(IntroduceNodesTest, LeavesNodesOfAnotherClusterOut) {
  Add(NodeRole::kMaster, 0, "10.0.0.2");
  engine_.AddContainer(FakeNodeContainer("y", NodeRole::kAgent, 0));
  EXPECT_THAT(Introduce({"dcos-e2e-x.master-0"}), IsOk());
  EXPECT_THAT(engine_.execs(), IsEmpty());
}

TEST_F(IntroduceNodesTest, TellsWhyANodeCannotBeTold) {
  Add(NodeRole::kMaster, 0, "10.0.0.2");
  Add(NodeRole::kAgent, 0, "10.0.0.3");
  engine_.OnAnyExec([](const FakeExecCall&) {
    return FakeRun{.stderr_text = "sh: read-only file system\n",
                   .exit_code = 2};
  });
  EXPECT_THAT(Introduce({"dcos-e2e-x.agent-0"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("telling it of the other nodes"),
                             HasSubstr("read-only file system"))));
}

TEST_F(IntroduceNodesTest, TellsThatANodeIsGone) {
  Add(NodeRole::kMaster, 0, "10.0.0.2");
  EXPECT_THAT(
      introducer_.Introduce(limit_, "no-such-id"),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("removed")));
}

}  // namespace
}  // namespace minidcos
