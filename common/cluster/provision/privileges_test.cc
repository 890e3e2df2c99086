#include "common/cluster/provision/privileges.h"

#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PrivilegesToTry, BeginsPrivilegedWhereTheEngineCannotBeSeen) {
  EXPECT_TRUE(PrivilegesToTry("tcp://127.0.0.1:2375")[0].privileged);
  EXPECT_TRUE(PrivilegesToTry("unix:///nonexistent")[0].privileged);
}

TEST(PrivilegesToTry, GoesOnOneByOne) {
  const std::vector<Privileges> to_try =
      PrivilegesToTry("tcp://127.0.0.1:2375");
  ASSERT_EQ(to_try.size(), 3);
  EXPECT_FALSE(to_try[1].privileged);
  EXPECT_THAT(to_try[1].without, ElementsAre("SYS_RESOURCE"));
  EXPECT_FALSE(to_try[2].privileged);
  EXPECT_THAT(to_try[2].without, IsEmpty());
}

struct Refusal {
  const char* message;
  bool is_of_privileges;
};

class IsRefusalTest : public ::testing::TestWithParam<Refusal> {};

TEST_P(IsRefusalTest, KnowsItByItsWords) {
  EXPECT_EQ(IsRefusalOfPrivileges(absl::UnknownError(GetParam().message)),
            GetParam().is_of_privileges);
}

INSTANTIATE_TEST_SUITE_P(
    Messages, IsRefusalTest,
    ::testing::Values(
        Refusal{
            "OCI runtime create failed: unable to apply caps: operation not "
            "permitted",
            true},
        Refusal{"invalid CapDrop: unknown capability: \"CAP_PERFMON\"", true},
        Refusal{
            "invalid CapDrop: capability not supported by your kernel or "
            "not available in the current environment: \"CAP_SYS_RESOURCE\"",
            true},
        Refusal{"no space left on device", false}));

TEST(IsRefusalOfPrivileges, IsFalseForSuccess) {
  EXPECT_FALSE(IsRefusalOfPrivileges(absl::OkStatus()));
}

}  // namespace
}  // namespace minidcos
