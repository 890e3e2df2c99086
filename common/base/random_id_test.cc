#include "common/base/random_id.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace minidcos {
namespace {

TEST(RandomHex, HasAsManyLowerCaseDigitsAsAskedFor) {
  for (const int digits : {0, 1, 2, 7, 32, 64}) {
    const std::string id = RandomHex(digits);
    EXPECT_EQ(id.size(), static_cast<size_t>(digits));
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
  }
}

TEST(RandomHex, IsNeverTheSame) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(RandomHex(32));
  EXPECT_EQ(ids.size(), 1000u);
}

}  // namespace
}  // namespace minidcos
