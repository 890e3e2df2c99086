#include "common/vpn/tunnel_subnet.h"

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(ChooseTunnelSubnet, TakesTheFirstThatOverlapsWithNothing) {
  EXPECT_THAT(ChooseTunnelSubnet({}), IsOkAndHolds("192.168.251.0/24"));
  EXPECT_THAT(ChooseTunnelSubnet({"172.17.0.0/16", "192.168.250.0/24",
                                  "192.168.252.0/24", "fd00::/64", "", "x/y"}),
              IsOkAndHolds("192.168.251.0/24"));
  for (const char* taken : {"192.168.251.0/24", "192.168.240.0/20",
                            "192.168.0.0/16", "192.168.251.128/25"}) {
    EXPECT_THAT(ChooseTunnelSubnet({taken}), IsOkAndHolds("10.251.251.0/24"))
        << taken;
  }
  EXPECT_THAT(ChooseTunnelSubnet({"192.168.0.0/16", "10.0.0.0/8"}),
              IsOkAndHolds("172.30.251.0/24"));
}

TEST(ChooseTunnelSubnet, SaysThatNoneIsLeft) {
  EXPECT_THAT(ChooseTunnelSubnet({"0.0.0.0/0"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("192.168.251.0/24")));
}

}  // namespace
}  // namespace minidcos
