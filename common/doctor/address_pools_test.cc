#include "common/doctor/address_pools.h"

#include <string>
#include <vector>

#include "common/doctor/engine_info.pb.h"
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

}  // namespace
}  // namespace minidcos
