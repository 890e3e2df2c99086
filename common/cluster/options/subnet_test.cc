#include "common/cluster/options/subnet.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(Subnet, GivesNodesTheAddressesAfterTheGateway) {
  const auto subnet = Subnet::Parse("10.1.2.0/24");
  ASSERT_THAT(subnet, IsOk());
  EXPECT_EQ(subnet->text(), "10.1.2.0/24");
  EXPECT_THAT(subnet->NodeAddresses(2),
              IsOkAndHolds(ElementsAre("10.1.2.2", "10.1.2.3")));
  EXPECT_THAT(subnet->NodeAddresses(253), IsOkAndHolds(SizeIs(253)));
}

TEST(Subnet, CountsBeyondAByte) {
  const auto addresses = Subnet::Parse("172.16.0.0/12")->NodeAddresses(300);
  ASSERT_THAT(addresses, IsOk());
  EXPECT_EQ(addresses->at(253), "172.16.0.255");
  EXPECT_EQ(addresses->at(254), "172.16.1.0");
}

TEST(Subnet, TellsHowMuchRoomThereIs) {
  EXPECT_THAT(Subnet::Parse("10.0.0.0/29")->NodeAddresses(6),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "subnet '10.0.0.0/29' has room for 5 nodes, not for 6"));
}

TEST(Subnet, RefusesWhatIsNone) {
  for (const std::string text :
       {"", "10.0.0.0", "10.0.0/24", "10.0.0.0/7", "10.0.0.0/30", "a/24",
        "10.0.0.0/", "fd00::/64", "10.0.0.0/24/1"}) {
    EXPECT_THAT(Subnet::Parse(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("bad subnet '" + text + "'")));
  }
}

TEST(Subnet, NamesTheSubnetOfAnAddress) {
  EXPECT_THAT(Subnet::Parse("10.1.2.3/24"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'10.1.2.0/24' has not")));
}

TEST(Subnet, AtRandomIsOneThatCanBeRead) {
  const Subnet subnet = Subnet::Random();
  EXPECT_THAT(Subnet::Parse(subnet.text()), IsOk()) << subnet.text();
  EXPECT_THAT(subnet.NodeAddresses(253), IsOk());
}

}  // namespace
}  // namespace minidcos
