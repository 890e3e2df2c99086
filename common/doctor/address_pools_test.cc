#include "common/doctor/address_pools.h"

#include <string>
#include <vector>

#include "common/doctor/engine_info.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

doctor::AddressPool Pool(const std::string& base, int size) {
  doctor::AddressPool pool;
  pool.set_base(base);
  pool.set_size(size);
  return pool;
}

TEST(CountFreeSubnets, CountsDockersOwn) {
  struct Case {
    std::vector<std::string> taken;
    int free;
  };
  const Case cases[] = {
      {{}, 31},
      {{"172.17.0.0/16"}, 30},
      // A part takes the whole, one outside nothing.
      {{"172.17.0.0/16", "192.168.5.0/24", "10.192.0.0/24"}, 29},
      {{"172.16.0.0/12"}, 16},
      {{"0.0.0.0/0"}, 0},
      {{"fd00::/64", "", "172.17.0.0", "172.17.0.0/x", "172.17.0.0/40"}, 31},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(CountFreeSubnets({}, c.taken), c.free);
  }
}

TEST(CountFreeSubnets, CountsThoseThatAreSet) {
  EXPECT_EQ(CountFreeSubnets({Pool("10.0.0.0/22", 24)}, {"10.0.1.0/24"}), 3);
  EXPECT_EQ(CountFreeSubnets({Pool("10.0.0.0/24", 24)}, {"10.0.0.0/24"}), 0);
  EXPECT_EQ(CountFreeSubnets({Pool("bad", 24), Pool("10.0.0.0/24", 99)}, {}),
            0);
  // Not for ever.
  EXPECT_GT(CountFreeSubnets({Pool("10.0.0.0/8", 32)}, {}), 1000);
}

TEST(RoutedSubnets, ReadsTheKernelsTable) {
  constexpr char kTable[] =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\t"
      "Window\tIRTT                                                       \n"
      "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0  \n"
      "tun0\t0000100A\t00000000\t0001\t0\t0\t0\t0000F0FF\t0\t0\t0  \n"
      "tun0\t0100A8C0\t00000000\t0005\t0\t0\t0\tFFFFFFFF\t0\t0\t0  \n";
  EXPECT_THAT(RoutedSubnets(kTable),
              testing::ElementsAre("10.16.0.0/12", "192.168.0.1/32"));
  EXPECT_THAT(RoutedSubnets(""), testing::IsEmpty());
  EXPECT_THAT(RoutedSubnets("a\tb\tc\td\te\tf\tg\th\n"), testing::IsEmpty());
}

// As a VPN does that has all private networks.
TEST(RoutedSubnets, TakeSubnetsFromDocker) {
  EXPECT_EQ(
      CountFreeSubnets({}, RoutedSubnets("tun0\t000010AC\t00000000\t0001\t"
                                         "0\t0\t0\t0000F0FF\t0\t0\t0\n")),
      16);
}

}  // namespace
}  // namespace minidcos
