#include "common/base/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(IsUtf8, IsTrueOfText) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("a\n\t\r\x7f"));
  EXPECT_TRUE(IsUtf8(std::string("a\0b", 3)));
  EXPECT_TRUE(IsUtf8("\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80"));
  EXPECT_TRUE(IsUtf8(std::string(1'000'000, 'x')));
}

TEST(IsUtf8, IsFalseOfOtherBytes) {
  EXPECT_FALSE(IsUtf8("\xff"));
  EXPECT_FALSE(IsUtf8("ab\xc3"));
  EXPECT_FALSE(IsUtf8("\x80"));
  EXPECT_FALSE(IsUtf8("\xc0\x80"));          // too long a form
  EXPECT_FALSE(IsUtf8("\xf5\x80\x80\x80"));  // beyond Unicode
}

}  // namespace
}  // namespace minidcos
