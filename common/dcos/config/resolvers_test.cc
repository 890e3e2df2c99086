#include "common/dcos/config/resolvers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(UsableResolvers, AreTheNameServersOnceEach) {
  EXPECT_THAT(UsableResolvers("# nameserver 1.1.1.1\n"
                              "search example.com\n"
                              "nameserver 10.0.0.53\n"
                              "  nameserver\t10.0.0.54  # second\r\n"
                              "nameserver 10.0.0.53\n"),
              ElementsAre("10.0.0.53", "10.0.0.54"));
}

TEST(UsableResolvers, LeaveOutWhatAContainerOrDcosCannotUse) {
  EXPECT_THAT(UsableResolvers("nameserver 127.0.0.53\n"
                              "nameserver 127.0.0.1\n"
                              "nameserver 0.0.0.0\n"
                              "nameserver ::1\n"
                              "nameserver fe80::1%eth0\n"
                              "nameserver 198.51.100.1\n"
                              "nameserver dns.example.com\n"
                              "nameserver 10.0.0\n"
                              "nameserver\n"
                              "nameservers 10.0.0.1\n"),
              IsEmpty());
}

TEST(UsableResolvers, AreNoneOfNothing) {
  EXPECT_THAT(UsableResolvers(""), IsEmpty());
}

TEST(HostResolvers, AreNeverNone) {
  EXPECT_THAT(HostResolvers(), Not(IsEmpty()));
}

}  // namespace
}  // namespace minidcos
