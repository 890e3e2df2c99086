#include "common/cluster/provision/start_nodes.h"

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/operation.h"
#include "common/cluster/provision/container_plan.h"
#include "common/cluster/workspace.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/recording_progress.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

FakeRun SilentBoot(const FakeContainer&) { return {.stays = true}; }

FakeRun Boot(const std::string& line) {
  return {.stdout_text = line + "\r\n", .stays = true};
}

class StartNodesTest : public testing::Test {
 protected:
  // Plans nodes of these names; the first one's container is there.
  NodesToStart Plan(const std::vector<std::string>& names) {
    NodesToStart nodes;
    nodes.workspace = workspace_;
    nodes.authorized_key = "the user's";
    for (const std::string& name : names) {
      NodePlan plan;
      plan.name = name;
      plan.request.set_image("image");
      plan.request.set_tty(true);
      nodes.plans.push_back(plan);
    }
    const auto first = CreateNodeContainer(operation_, nodes.plans[0]);
    EXPECT_THAT(first, IsOk());
    nodes.first_container_id = first.value_or("");
    return nodes;
  }

  // The requests of the node `name` since it was created.
  std::vector<std::string> RequestsOf(const std::string& name) {
    const std::string path =
        absl::StrCat("/containers/", engine_.FindContainer(name)->id);
    std::vector<std::string> requests;
    for (const FakeEngine::Request& request : engine_.requests()) {
      if (!absl::StartsWith(request.path, path)) continue;
      requests.push_back(request.method + " " +
                         request.path.substr(path.size()));
    }
    return requests;
  }

  const ScopedFolder parent_ =
      *ScopedFolder::Make(testing::TempDir(), "start-nodes-");
  const Workspace workspace_ = *MakeWorkspace(parent_.path(), "x", "host");
  FakeEngine engine_;
  RecordingProgress progress_;
  Cancellation interrupted_;
  const Context limit_ = Context().WithTimeout(absl::Seconds(30));
  const Operation operation_ = {limit_.WithCancellation(interrupted_), limit_,
                                engine_.client(), progress_};
};

TEST_F(StartNodesTest, StartsEachNodeWithAHostKeyOfItsOwn) {
  EXPECT_THAT(StartNodes(operation_, Plan({"n0", "n1", "n2"})), IsOk());
  ASSERT_THAT(engine_.containers(), SizeIs(3));
  std::set<std::string> host_keys;
  for (FakeContainer& container : engine_.containers()) {
    EXPECT_EQ(container.state, "running");
    EXPECT_EQ(container.files["/root/.ssh/authorized_keys"], "the user's");
    host_keys.insert(container.files["/etc/ssh/ssh_host_ed25519_key"]);
  }
  EXPECT_THAT(host_keys, SizeIs(3));
}

TEST_F(StartNodesTest, AttachesBeforeItStartsSoThatNoLineIsMissed) {
  EXPECT_THAT(StartNodes(operation_, Plan({"n0"})), IsOk());
  EXPECT_THAT(RequestsOf("n0"),
              ElementsAre("PUT /archive", "POST /attach", "POST /start"));
}

TEST_F(StartNodesTest, TellsHowManyAreReady) {
  EXPECT_THAT(StartNodes(operation_, Plan({"n0", "n1"})), IsOk());
  EXPECT_THAT(progress_.lines(),
              ElementsAre("begin Starting 2 nodes", "update 1 of 2 ready",
                          "update 2 of 2 ready", "done"));
}

TEST_F(StartNodesTest, StartsMoreNodesThanBootAtOnce) {
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) names.push_back(absl::StrCat("n", i));
  EXPECT_THAT(StartNodes(operation_, Plan(names)), IsOk());
  EXPECT_THAT(engine_.containers(), SizeIs(20));
}

TEST_F(StartNodesTest, WarnsOfANodeThatIsDegradedButOfUse) {
  engine_.OnStart([](const FakeContainer&) {
    return Boot("minidcos-ready degraded a.service,b.timer");
  });
  EXPECT_THAT(StartNodes(operation_, Plan({"n0"})), IsOk());
  EXPECT_THAT(progress_.lines(),
              Contains("warn node 'n0' is degraded: a.service, b.timer"));
}

TEST_F(StartNodesTest, FailsForANodeWithoutWhatIsEssential) {
  engine_.OnStart([](const FakeContainer&) {
    return Boot("minidcos-ready degraded docker.socket");
  });
  EXPECT_THAT(StartNodes(operation_, Plan({"n0"})),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "node 'n0': it came up without docker.socket"));
  EXPECT_EQ(progress_.lines().back(), "failed");
}

TEST_F(StartNodesTest, ShowsTheLastWordsOfANodeThatEnds) {
  engine_.OnStart([](const FakeContainer&) {
    return FakeRun{.stdout_text = "Freezing.\r\n", .exit_code = 255};
  });
  const absl::Status status = StartNodes(operation_, Plan({"n0"}));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               "node 'n0': it ended while it was booting"));
  EXPECT_EQ(GetOutput(status), "Freezing.\r\n");
}

TEST_F(StartNodesTest, StopsTheOthersAtTheFirstFailureAndLeavesWhatIsMade) {
  engine_.OnStart([](const FakeContainer& container) {
    if (container.name != "n1") return SilentBoot(container);
    return FakeRun{.exit_code = 1};
  });
  EXPECT_THAT(StartNodes(operation_, Plan({"n0", "n1", "n2"})),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       StartsWith("node 'n1': it ended")));
  EXPECT_TRUE(engine_.FindContainer("n0").has_value());
  EXPECT_TRUE(engine_.FindContainer("n1").has_value());
}

TEST_F(StartNodesTest, StopsAtAnInterrupt) {
  engine_.OnStart([this](const FakeContainer& container) {
    interrupted_.Cancel();
    return SilentBoot(container);
  });
  EXPECT_THAT(StartNodes(operation_, Plan({"n0", "n1"})),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(StartNodesTest, DoesNotCutACreateCallShort) {
  NodePlan plan;
  plan.name = "n0";
  plan.request.set_image("image");
  interrupted_.Cancel();
  const absl::StatusOr<std::string> id = CreateNodeContainer(operation_, plan);
  ASSERT_THAT(id, IsOk());
  EXPECT_EQ(engine_.FindContainer("n0")->id, *id);
}

struct Step {
  const char* method;
  const char* path;
};

class StartNodesStep : public StartNodesTest,
                       public testing::WithParamInterface<Step> {};

TEST_P(StartNodesStep, ThatFailsIsAnErrorOfItsNode) {
  const NodesToStart nodes = Plan({"n0", "n1"});
  engine_.FailNext(GetParam().method, GetParam().path, 500, "broken");
  EXPECT_THAT(StartNodes(operation_, nodes),
              StatusIs(absl::StatusCode::kUnknown,
                       AllOf(StartsWith("node 'n"), HasSubstr("': broken"))));
}

TEST_P(StartNodesStep, ThatTheEngineRefusesIsNoErrorOfTheUsers) {
  const NodesToStart nodes = Plan({"n0", "n1"});
  engine_.FailNext(GetParam().method, GetParam().path, 400, "bad parameter");
  EXPECT_THAT(StartNodes(operation_, nodes),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("': bad parameter")));
}

INSTANTIATE_TEST_SUITE_P(Steps, StartNodesStep,
                         testing::Values(Step{"POST", "/containers/create"},
                                         Step{"PUT", "/containers/.*/archive"},
                                         Step{"POST", "/containers/.*/attach"},
                                         Step{"POST", "/containers/.*/start"}));

}  // namespace
}  // namespace minidcos
