#include "common/base/unix_address.h"

#include <sys/socket.h>

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(UnixAddress, HasThePath) {
  const std::optional<sockaddr_un> address = UnixAddress("/run/x.sock");
  ASSERT_TRUE(address.has_value());
  EXPECT_EQ(address->sun_family, AF_UNIX);
  EXPECT_STREQ(address->sun_path, "/run/x.sock");
}

TEST(UnixAddress, LeavesRoomForTheEnd) {
  EXPECT_TRUE(UnixAddress(std::string(107, 'x')).has_value());
  EXPECT_FALSE(UnixAddress(std::string(108, 'x')).has_value());
}

}  // namespace
}  // namespace minidcos
