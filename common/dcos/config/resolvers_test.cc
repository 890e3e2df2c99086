#include "common/dcos/config/resolvers.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(CheckResolvers, TakesAddressesWithAndWithoutAPort) {
  EXPECT_THAT(CheckResolvers({}), IsOk());
  EXPECT_THAT(CheckResolvers({"10.0.0.53", "10.0.0.53:5353", "127.0.0.1:1",
                              "198.51.100.4", "1.2.3.4:65535"}),
              IsOk());
}

TEST(CheckResolvers, NamesWhatDcosDoesNotTake) {
  for (const char* resolver :
       {"", "dns.example.com", "::1", "10.0.0", "10.0.0.53:", "10.0.0.53:0",
        "10.0.0.53:65536", "10.0.0.53:+53", "10.0.0.53:53:53", " 10.0.0.53",
        "198.51.100.1", "198.51.100.2:53", "198.51.100.3"}) {
    EXPECT_THAT(CheckResolvers({"10.0.0.1", resolver}),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr(absl::StrCat("'", resolver, "'"))));
  }
}

TEST(CheckResolvers, TakesNoneTwice) {
  EXPECT_THAT(
      CheckResolvers({"10.0.0.1", "10.0.0.2", "10.0.0.1"}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'10.0.0.1'")));
}

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
