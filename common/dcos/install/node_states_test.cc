#include "common/dcos/install/node_states.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "common/base/child_process.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/operation.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/fake_transport.h"
#include "testing/local_transport.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

constexpr char kVersion[] = R"({"version": "2.1.0", "dcos-variant": "open"})";

// master_0 has DC/OS, agent_0 begins to, public_agent_0 has none.
class NodeStates : public testing::Test {
 protected:
  NodeStates() {
    const auto transport = std::make_shared<FakeTransport>(
        [this](const Context&, const FakeCall& call) { return Answer(call); });
    nodes_ = {FakeNode(NodeRole::kMaster, 0, "172.17.0.2", transport),
              FakeNode(NodeRole::kAgent, 0, "172.17.0.3", transport),
              FakeNode(NodeRole::kPublicAgent, 0, "172.17.0.4", transport)};
  }

  CommandResult Answer(const FakeCall& call) {
    const bool is_begun = begun_[call.container_id];
    if (absl::StrContains(call.Line(), "dcos-setup.service")) {
      return {.stdout_text = is_begun ? "begun\n" : ""};
    }
    if (!versions_[call.container_id].empty()) {
      return {.stdout_text = versions_[call.container_id]};
    }
    versions_[call.container_id] = later_[call.container_id];
    return {.exit_code = 1, .stderr_text = "no such file\n"};
  }

  std::map<std::string, bool> begun_ = {{"master_0", true}, {"agent_0", true}};
  std::map<std::string, std::string> versions_ = {{"master_0", kVersion}};
  // What a node tells from its second look on.
  std::map<std::string, std::string> later_;
  std::vector<Node> nodes_;
  FakeEngine engine_;
  RecordingProgress progress_;
};

TEST_F(NodeStates, TellWhatIsInstalledAndWhatHasBegun) {
  const auto states = LookAtNodes(Context(), nodes_);
  ASSERT_THAT(states, IsOk());
  EXPECT_EQ(DescribeStates(nodes_, *states),
            "DC/OS 2.1.0 on master_0; DC/OS half set up on agent_0; "
            "no DC/OS on public_agent_0");
  EXPECT_EQ((*states)[0].variant, "open");
}

TEST_F(NodeStates, KnowOfAScriptThatItsCallerHasLeftAlone) {
  const auto folder = ScopedFolder::Make(testing::TempDir(), "states-");
  ASSERT_THAT(folder, IsOk());
  const std::string script = folder->path() + "/dcos_install.sh";
  ASSERT_THAT(WriteFile(script, "sleep 600; true", 0600), IsOk());
  const auto running = ChildProcess::Start({"bash", script, "master"}, {}, {});
  ASSERT_THAT(running, IsOk());
  const Node node = FakeNode(NodeRole::kMaster, 0, "172.17.0.2",
                             std::make_shared<LocalTransport>());
  const auto states = LookAtNodes(Context(), {node});
  ASSERT_THAT(states, IsOk());
  EXPECT_TRUE((*states)[0].begun);
}

TEST_F(NodeStates, AreWaitedForWhereSetUpHasBegun) {
  later_["agent_0"] = kVersion;
  const auto states = AwaitSetup(Context(), nodes_, progress_);
  ASSERT_THAT(states, IsOk());
  EXPECT_EQ((*states)[1].version, "2.1.0");
  EXPECT_FALSE((*states)[2].begun);
}

TEST_F(NodeStates, AreToldAfterAFailure) {
  NoteStates({Context(), Context(), engine_.client(), progress_}, nodes_);
  EXPECT_THAT(progress_.lines(),
              Contains("note DC/OS 2.1.0 on master_0; DC/OS half set up on "
                       "agent_0; no DC/OS on public_agent_0: the same command "
                       "goes on from there"));
}

TEST_F(NodeStates, AreNotToldWhereThereIsNothing) {
  begun_.clear();
  NoteStates({Context(), Context(), engine_.client(), progress_}, nodes_);
  EXPECT_THAT(progress_.lines(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
