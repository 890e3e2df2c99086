#include "testing/sample_dcos/base/password.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos::sample {
namespace {

using ::testing::MatchesRegex;

TEST(HashPassword, IsSha512WithItsRoundsAndAFreshSalt) {
  const std::string hash = HashPassword("secret", 1000);
  EXPECT_THAT(hash, MatchesRegex("\\$6\\$rounds=1000\\$[0-9a-f]{16}\\$"
                                 "[./0-9A-Za-z]{86}"));
  EXPECT_NE(hash, HashPassword("secret", 1000));
}

TEST(IsHashOf, KnowsThePassword) {
  const std::string hash = HashPassword("secret", 1000);
  EXPECT_TRUE(IsHashOf(hash, "secret"));
  EXPECT_FALSE(IsHashOf(hash, "other"));
  EXPECT_FALSE(IsHashOf(hash, ""));
}

TEST(IsHashOf, TakesWhatIsNoHashForNobodys) {
  for (const char* hash : {"", "*", "*0", "*1", "secret"}) {
    EXPECT_FALSE(IsHashOf(hash, "secret")) << hash;
    EXPECT_FALSE(IsHashOf(hash, hash)) << hash;
  }
}

}  // namespace
}  // namespace minidcos::sample
