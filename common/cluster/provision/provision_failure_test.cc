#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/cluster/cluster.h"
#include "common/cluster/fake_nodes.h"
#include "common/cluster/provision/provision.h"
#include "common/cluster/provision/provision_fixture.h"
#include "common/cluster/workspace.h"
#include "common/node/node.h"
#include "common/status/annotate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kMaster[] = "dcos-e2e-x.master-0";

FakeRun SilentBoot(const FakeContainer&) { return {.stays = true}; }

using ProvisionFailureTest = ProvisionFixture;

TEST_F(ProvisionFailureTest, OfABadOptionComesBeforeTheEngineIsAsked) {
  options_.masters = 0;
  EXPECT_THAT(Provision(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(engine_.requests(), IsEmpty());
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, OfAnUnknownDistributionMakesNothing) {
  options_.backend.linux_distribution = "hurd";
  EXPECT_THAT(Provision(), StatusIs(absl::StatusCode::kInvalidArgument,
                                    HasSubstr("'hurd'")));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, OfAnOldEngineNamesTheVersions) {
  engine_.SetApiVersion("1.29");
  EXPECT_THAT(Provision(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("1.29"), HasSubstr("1.30"))));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, OfATakenIdLeavesTheOtherCluster) {
  FakeContainer other = FakeNodeContainer("x", NodeRole::kMaster, 0);
  other.name = "another-prefix-x.master-0";
  other.state = "exited";
  engine_.AddContainer(other);
  EXPECT_THAT(Provision(), StatusIs(absl::StatusCode::kAlreadyExists,
                                    "cluster 'x' already exists"));
  EXPECT_THAT(LeftOver(), ElementsAre("another-prefix-x.master-0"));
}

TEST_F(ProvisionFailureTest, OfALostRaceForTheIdLeavesTheWinner) {
  // Its labels were not there yet when this create looked.
  engine_.AddContainer({.name = kMaster});
  EXPECT_THAT(Provision(),
              StatusIs(absl::StatusCode::kAlreadyExists,
                       AllOf(HasSubstr("cluster 'x' already exists"),
                             HasSubstr(kMaster))));
  EXPECT_THAT(LeftOver(), ElementsAre(kMaster));
  EXPECT_EQ(engine_.FindContainer(kMaster)->state, "running");
}

TEST_F(ProvisionFailureTest, OfAClaimThatIsOlderLeavesTheOther) {
  options_.keep_on_failure = true;
  FakeContainer other = FakeNodeContainer("x", NodeRole::kMaster, 0);
  other.name = "other-x.master-0";
  other.created = "2026-01-01T00:00:00Z";
  other.files.clear();  // not complete
  const auto appear = [&](const Cluster&) {
    engine_.AddContainer(other);
    return absl::OkStatus();
  };
  EXPECT_THAT(Provision(appear), StatusIs(absl::StatusCode::kAlreadyExists,
                                          HasSubstr("'other-x.master-0'")));
  EXPECT_THAT(LeftOver(), ElementsAre("other-x.master-0"));
}

TEST_F(ProvisionFailureTest, OfAnotherTakenNameIsNotAboutTheCluster) {
  engine_.AddContainer({.name = "dcos-e2e-x.agent-0"});
  EXPECT_THAT(Provision(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                    HasSubstr("dcos-e2e-x.agent-0")));
  EXPECT_THAT(LeftOver(), ElementsAre("dcos-e2e-x.agent-0"));
}

TEST_F(ProvisionFailureTest, OfANodeShowsItsLastWords) {
  engine_.OnStart([](const FakeContainer& container) {
    if (container.name == kMaster) return SilentBoot(container);
    return FakeRun{.stdout_text = "Freezing.\r\n", .exit_code = 255};
  });
  const absl::Status status = Provision();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition,
                               AllOf(StartsWith("node 'dcos-e2e-x."),
                                     HasSubstr("ended while it was booting"))));
  EXPECT_EQ(GetOutput(status), "Freezing.\r\n");
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, OfAnImageThatIsGoneIsNotAboutTheArguments) {
  engine_.FailNext("POST", "/containers/create", 404, "No such image: y");
  EXPECT_THAT(
      Provision(),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               "creating node 'dcos-e2e-x.master-0': No such image: y"));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, OfPrivilegesAndCapabilitiesEndsTheTrying) {
  for (int i = 0; i < 6; ++i) {
    engine_.FailNext("POST", "/containers/.*/start", 400,
                     "unable to apply caps: operation not permitted");
  }
  EXPECT_THAT(Provision(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                    HasSubstr("unable to apply caps")));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, OfFinishRemovesEverything) {
  EXPECT_THAT(Provision([this](const Cluster&) {
                EXPECT_FALSE(LeftOver().empty());
                return absl::DataLossError("bad installer");
              }),
              StatusIs(absl::StatusCode::kDataLoss, "bad installer"));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, CanBeLookedAtBeforeTheNodesAreRemoved) {
  engine_.OnStart([](const FakeContainer& container) {
    if (container.name == kMaster) return SilentBoot(container);
    return FakeRun{.exit_code = 255};
  });
  std::vector<std::string> seen;
  const auto look = [&](const Cluster& made) {
    EXPECT_EQ(made.id, "x");
    for (const Node& node : made.nodes()) {
      seen.push_back(node.reference());
      EXPECT_TRUE(engine_.FindContainer(node.container_name()).has_value());
    }
  };
  EXPECT_THAT(Provision(nullptr, look), Not(IsOk()));
  EXPECT_THAT(seen, Contains("master_0"));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, ByAnInterruptCanBeLookedAtToo) {
  size_t nodes = 0;
  EXPECT_THAT(Provision(
                  [this](const Cluster&) {
                    interrupted_.Cancel();
                    return absl::CancelledError("interrupted");
                  },
                  [&](const Cluster& made) { nodes = made.nodes().size(); }),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(nodes, 3u);
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, IsNotLookedAtWithoutNodesOfOurOwn) {
  const auto look = [](const Cluster& made) { ADD_FAILURE() << made.id; };
  engine_.FailNext("POST", "/containers/create", 500, "no space left");
  EXPECT_THAT(Provision(nullptr, look), Not(IsOk()));
  engine_.AddContainer(FakeNodeContainer("x", NodeRole::kMaster, 0));
  EXPECT_THAT(Provision(nullptr, look),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(ProvisionFailureTest, ThatCannotBeUndoneSaysWhatIsLeft) {
  engine_.FailNext("DELETE", "/containers/.*", 500, "device is busy");
  EXPECT_THAT(
      Provision([](const Cluster&) { return absl::DataLossError("bad"); }),
      StatusIs(absl::StatusCode::kDataLoss,
               AllOf(StartsWith("bad; left behind: "),
                     HasSubstr("device is busy"))));
}

TEST_F(ProvisionFailureTest, ByAnInterruptDuringTheBootRemovesEverything) {
  engine_.OnStart([this](const FakeContainer& container) {
    interrupted_.Cancel();
    return SilentBoot(container);
  });
  EXPECT_THAT(Provision(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, ByAnInterruptDuringFinishRemovesEverything) {
  EXPECT_THAT(Provision([this](const Cluster&) {
                interrupted_.Cancel();
                return absl::CancelledError("interrupted");
              }),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, ByAnInterruptBeforeMakesNothing) {
  interrupted_.Cancel();
  EXPECT_THAT(Provision(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

TEST_F(ProvisionFailureTest, BecauseTheClusterIsRemovedSaysSo) {
  EXPECT_THAT(
      Provision([](const Cluster& made) {
        CondemnWorkspace(made.workspace, made.id);
        return absl::NotFoundError("no such container");
      }),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               "cluster removed by clean or destroy while it was made"));
  EXPECT_THAT(LeftOver(), IsEmpty());
}

struct Step {
  const char* method;
  const char* path;
};

constexpr Step kCreate = {"POST", "/containers/create"};
constexpr Step kPutArchive = {"PUT", "/containers/.*/archive"};
constexpr Step kAttach = {"POST", "/containers/.*/attach"};
constexpr Step kStart = {"POST", "/containers/.*/start"};

class FailedStep : public ProvisionFixture,
                   public testing::WithParamInterface<Step> {};

TEST_P(FailedStep, LeavesNothing) {
  engine_.FailNext(GetParam().method, GetParam().path, 500, "out of order");
  EXPECT_THAT(Provision(),
              StatusIs(absl::StatusCode::kUnknown, HasSubstr("out of order")));
  EXPECT_EQ(engine_.faults_left(), 0);
  EXPECT_THAT(LeftOver(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Steps, FailedStep,
                         testing::Values(kCreate, kPutArchive, kAttach,
                                         kStart));

class LostAnswer : public ProvisionFixture,
                   public testing::WithParamInterface<Step> {};

TEST_P(LostAnswer, OfAStepThatWasDoneLeavesNothing) {
  engine_.LoseNextAnswer(GetParam().method, GetParam().path);
  EXPECT_THAT(Provision(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(engine_.faults_left(), 0);
  EXPECT_THAT(LeftOver(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Steps, LostAnswer,
                         testing::Values(kCreate, kPutArchive, kStart));

}  // namespace
}  // namespace minidcos
