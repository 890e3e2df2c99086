#include "testing/sample_dcos/base/digest.h"

#include "gtest/gtest.h"

namespace minidcos::sample {
namespace {

// FIPS 180-2, appendix A.1.
TEST(Sha1Hex, IsSha1) {
  EXPECT_EQ(Sha1Hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

}  // namespace
}  // namespace minidcos::sample
