#include "common/cluster/options/node_network.h"

#include <string>

#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_engine/fake_engine.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(ParseNetworkChoice, TakesBridgeForTheDefault) {
  for (const std::string text : {"", "bridge"}) {
    const auto choice = ParseNetworkChoice(text);
    ASSERT_THAT(choice, IsOk());
    EXPECT_EQ(choice->existing, "");
    EXPECT_FALSE(choice->make);
  }
}

TEST(ParseNetworkChoice, ReadsANewOneWithOrWithoutSubnet) {
  EXPECT_TRUE(ParseNetworkChoice("new")->make);
  EXPECT_FALSE(ParseNetworkChoice("new")->subnet.has_value());
  EXPECT_EQ(ParseNetworkChoice("new:10.1.0.0/16")->subnet->text(),
            "10.1.0.0/16");
  EXPECT_EQ(ParseNetworkChoice("newer")->existing, "newer");
}

TEST(ParseNetworkChoice, RefusesWhereNodesCannotBe) {
  for (const std::string text : {"host", "none"}) {
    EXPECT_THAT(ParseNetworkChoice(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("'" + text + "'")));
  }
  EXPECT_THAT(ParseNetworkChoice("new:x"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'x'")));
  EXPECT_THAT(ParseNetworkChoice("new:"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

class NodeNetworkTest : public ::testing::Test {
 protected:
  absl::StatusOr<NodeNetwork> Make(const std::string& choice, int nodes) {
    docker::CreateNetworkRequest request;
    request.set_name("made");
    (*request.mutable_labels())["a"] = "b";
    return MakeNodeNetwork(limit_, engine_.client(), request,
                           *ParseNetworkChoice(choice), nodes);
  }

  FakeEngine engine_;
  const Context limit_ = Context().WithTimeout(absl::Seconds(30));
};

TEST_F(NodeNetworkTest, IsFoundByNameOrId) {
  engine_.AddNetwork({.name = "mine", .subnet = "10.5.0.0/16"});
  for (const std::string reference : {"mine", "mi"}) {
    const auto found = FindNodeNetwork(limit_, engine_.client(), reference);
    ASSERT_THAT(found, IsOk());
    EXPECT_EQ(found->name, "mine");
    EXPECT_THAT(found->subnets, ElementsAre("10.5.0.0/16"));
    EXPECT_FALSE(found->is_new());
  }
}

TEST_F(NodeNetworkTest, ThatIsUnknownNamesThoseThereAre) {
  engine_.AddNetwork({.name = "mine"});
  EXPECT_THAT(FindNodeNetwork(limit_, engine_.client(), "yours"),
              StatusIs(absl::StatusCode::kNotFound,
                       "no such network: 'yours' (there are: bridge, mine)"));
}

TEST_F(NodeNetworkTest, IsNotGuessedFromTheBeginningOfSeveralIds) {
  engine_.AddNetwork({.name = "mine"});
  engine_.AddNetwork({.name = "mint"});
  EXPECT_THAT(FindNodeNetwork(limit_, engine_.client(), "min"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'min'")));
  EXPECT_THAT(FindNodeNetwork(limit_, engine_.client(), "mint"), IsOk());
}

TEST_F(NodeNetworkTest, OfTheHostIsRefusedByItsIdToo) {
  EXPECT_THAT(FindNodeNetwork(limit_, engine_.client(), "hos"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'hos'")));
}

TEST_F(NodeNetworkTest, IsMadeWithAddressesAndLabels) {
  const auto made = Make("new:10.1.2.0/24", 2);
  ASSERT_THAT(made, IsOk());
  EXPECT_TRUE(made->is_new());
  EXPECT_THAT(made->addresses, ElementsAre("10.1.2.2", "10.1.2.3"));
  const FakeNetwork network = engine_.networks().back();
  EXPECT_EQ(network.name, "made");
  EXPECT_EQ(network.subnet, "10.1.2.0/24");
  EXPECT_EQ(network.labels.at("a"), "b");
}

TEST_F(NodeNetworkTest, TriesAnotherSubnetIfItMayChoose) {
  engine_.FailNext("POST", "/networks/create", 403,
                   "Pool overlaps with other one on this address space");
  const auto made = Make("new", 3);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(made->addresses, SizeIs(3));
}

TEST_F(NodeNetworkTest, NamesTheSubnetThatOverlaps) {
  engine_.AddNetwork({.name = "mine", .subnet = "10.1.2.0/24"});
  EXPECT_THAT(Make("new:10.1.2.0/24", 2),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("10.1.2.0/24"), HasSubstr("overlaps"))));
}

TEST_F(NodeNetworkTest, TakesNoNameOfAnother) {
  engine_.AddNetwork({.name = "made"});
  EXPECT_THAT(Make("new", 1),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("'made'")));
}

}  // namespace
}  // namespace minidcos
