#include "common/cluster/image/sha256.h"

#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(Sha256Hex, IsTheHashOfNetstrings) {
  // printf '3:abc' | sha256sum
  EXPECT_EQ(Sha256Hex({"abc"}),
            "aab5f9ae99b2e38fb462025c8f72f570c9c811705d2a4277dc855d7fa293fe97");
}

TEST(Sha256Hex, TellsWhereAFieldEnds) {
  EXPECT_NE(Sha256Hex({"ab", "c"}), Sha256Hex({"a", "bc"}));
  EXPECT_NE(Sha256Hex({"a", ""}), Sha256Hex({"a"}));
  EXPECT_NE(Sha256Hex({"a:1:b"}), Sha256Hex({"a", "b"}));
}

}  // namespace
}  // namespace minidcos
