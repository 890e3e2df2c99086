#include "common/cluster/privileges.h"

#include <optional>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;

TEST(LikelyPrivileges, ArePrivilegedWhereTheEngineCannotBeSeen) {
  EXPECT_TRUE(LikelyPrivileges("tcp://127.0.0.1:2375").privileged);
  EXPECT_TRUE(LikelyPrivileges("unix:///nonexistent").privileged);
}

TEST(LesserPrivileges, FollowARefusalOfCapabilities) {
  const std::optional<Privileges> lesser = LesserPrivileges(
      {}, absl::UnknownError("OCI runtime create failed: unable to apply caps: "
                             "operation not permitted"));
  ASSERT_TRUE(lesser.has_value());
  EXPECT_FALSE(lesser->privileged);
  EXPECT_THAT(lesser->without, ElementsAre("SYS_RESOURCE"));
}

TEST(LesserPrivileges, AreNotTriedAfterAnotherError) {
  EXPECT_FALSE(
      LesserPrivileges({}, absl::UnknownError("no space left")).has_value());
}

TEST(LesserPrivileges, AreNotTriedTwice) {
  EXPECT_FALSE(LesserPrivileges({.privileged = false, .without = {}},
                                absl::UnknownError("unable to apply caps"))
                   .has_value());
}

}  // namespace
}  // namespace minidcos
