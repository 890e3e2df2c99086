#include "common/base/sha256.h"

#include "gtest/gtest.h"

namespace minidcos {
namespace {

// The first is of FIPS 180-2; the second begins the folder of a Docker context.
TEST(HexSha256, IsTheHash) {
  EXPECT_EQ(HexSha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(HexSha256("colima").substr(0, 12), "f24fd3749c13");
}

TEST(Sha256, IsTheSameForPieces) {
  Sha256 hash;
  hash.Add("a");
  hash.Add("");
  hash.Add("bc");
  EXPECT_EQ(hash.Finish(), HexSha256("abc"));
}

}  // namespace
}  // namespace minidcos
