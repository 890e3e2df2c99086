#include "testing/sample_dcos/genconf/version.h"

#include "gtest/gtest.h"

namespace minidcos::sample {
namespace {

TEST(IsAtLeast, ComparesNumbers) {
  EXPECT_TRUE(IsAtLeast("1.11.0-sample", 1, 11));
  EXPECT_TRUE(IsAtLeast("2.0.0", 1, 11));
  EXPECT_TRUE(IsAtLeast("1.12.3", 1, 9));
  EXPECT_FALSE(IsAtLeast("1.10.0-sample", 1, 11));
  EXPECT_FALSE(IsAtLeast("1.9.0", 1, 10));
  EXPECT_FALSE(IsAtLeast("nonsense", 1, 10));
}

}  // namespace
}  // namespace minidcos::sample
