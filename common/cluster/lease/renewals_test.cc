#include "common/cluster/lease/renewals.h"

#include <sys/stat.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/lease/lease_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::Not;
using ::testing::StartsWith;

constexpr absl::Duration kLength = absl::Seconds(20);

class RenewalsTest : public LeaseFixture {
 protected:
  RenewalsTest() { EXPECT_THAT(renewals_.Begin(kLength), IsOk()); }

  Renewals renewals_{engine_.client(), "word", workspace_};
};

TEST_F(RenewalsTest, BeginsWithAFileThatAllNodesCanRead) {
  EXPECT_EQ(Shared(), "20 0\n");
  struct stat info;
  ASSERT_EQ(stat((workspace_.serve() + "/minidcos-lease").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0644u);
  EXPECT_EQ(Requests("GET"), 0);
}

TEST_F(RenewalsTest, RenewsForNodesThatAreYetToBeMade) {
  EXPECT_THAT(renewals_.Renew(limit_, kLength), IsOk());
  EXPECT_EQ(Shared(), "20 1\n");
}

TEST_F(RenewalsTest, AsksNoEngineOnceANodeHasSeenTheFile) {
  AddNode("a", true);
  AddNode("b", true);
  EXPECT_THAT(renewals_.Renew(limit_, kLength), IsOk());
  const size_t asked = engine_.requests().size();
  EXPECT_THAT(renewals_.Renew(limit_, kLength), IsOk());
  EXPECT_EQ(engine_.requests().size(), asked);
  EXPECT_EQ(renewals_.factor(), 1);
  EXPECT_EQ(Shared(), "20 2\n");
  EXPECT_EQ(Own("a"), "none");
}

TEST_F(RenewalsTest, TellsEveryNodeThatDoesNotSeeIt) {
  AddNode("a", false);
  EXPECT_THAT(renewals_.Renew(limit_, kLength), IsOk());
  EXPECT_EQ(Own("a"), "60 1\n");
  AddNode("b", false);
  EXPECT_THAT(renewals_.Renew(limit_, absl::Hours(1)), IsOk());
  EXPECT_EQ(Own("a"), "10800 2\n");
  EXPECT_EQ(Own("b"), "10800 2\n");
  EXPECT_EQ(renewals_.factor(), 3);
}

TEST_F(RenewalsTest, LeavesTheNodesOfOthersAlone) {
  engine_.AddContainer({.name = "c", .labels = {{"minidcos.creation", "x"}}});
  EXPECT_THAT(renewals_.Renew(limit_, kLength), IsOk());
  EXPECT_EQ(Own("c"), "none");
}

TEST_F(RenewalsTest, RenewsInTheFileWhileAnEngineHangs) {
  AddNode("a", true);
  engine_.StallNext("GET", "/containers/json");
  EXPECT_THAT(
      renewals_.Renew(Context().WithTimeout(absl::Milliseconds(50)), kLength),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(Shared(), "20 1\n");
}

TEST_F(RenewalsTest, FailsIfANodeCannotBeTold) {
  AddNode("a", false);
  AddNode("b", false);
  engine_.FailNext("PUT", "/containers/.*/archive", 500, "disk full");
  EXPECT_THAT(renewals_.Renew(limit_, kLength), Not(IsOk()));
  EXPECT_THAT(renewals_.Renew(limit_, kLength), IsOk());
  EXPECT_EQ(Own("a"), "60 2\n");
  EXPECT_EQ(Own("b"), "60 2\n");
}

TEST_F(RenewalsTest, DoesNotMissANodeThatIsGone) {
  AddNode("a", false);
  AddNode("b", false);
  engine_.FailNext("PUT", "/containers/.*/archive", 404, "No such container");
  EXPECT_THAT(renewals_.Renew(limit_, kLength), IsOk());
}

TEST_F(RenewalsTest, MakesTheFileAnewWhereItWasRemoved) {
  EXPECT_THAT(RemoveTree(workspace_.serve() + "/minidcos-lease"), IsOk());
  EXPECT_THAT(renewals_.Renew(limit_, kLength), IsOk());
  EXPECT_EQ(Shared(), "20 1\n");
}

TEST_F(RenewalsTest, SaysTheLastWordInTheFirstLine) {
  EXPECT_THAT(renewals_.Renew(limit_, absl::Hours(1)), IsOk());
  EXPECT_THAT(renewals_.Renew(limit_, kLength), IsOk());
  EXPECT_THAT(Shared(), StartsWith("20 2\n"));
}

TEST_F(RenewalsTest, MarksAllNodesThatAreKept) {
  AddNode("a", true);
  AddNode("b", true);
  EXPECT_THAT(renewals_.Keep(limit_), IsOk());
  EXPECT_EQ(Own("a", kKeptFile), "");
  EXPECT_EQ(Own("b", kKeptFile), "");
}

TEST_F(RenewalsTest, IsOverWithTheWorkspace) {
  EXPECT_FALSE(renewals_.IsOver());
  CondemnWorkspace(workspace_.path, "x");
  EXPECT_TRUE(renewals_.IsOver());
}

}  // namespace
}  // namespace minidcos
