#include "tools/destroy/destroy.h"

#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Ids(const std::vector<std::string>& words,
                             const std::string& input) {
  std::istringstream in(input);
  return ReadClusterIds(words, "default", in);
}

TEST(ReadClusterIds, MeansTheDefaultWithoutAny) {
  EXPECT_THAT(Ids({}, "x\n"), ElementsAre("default"));
}

TEST(ReadClusterIds, TakesTheWords) {
  EXPECT_THAT(Ids({"a", "b"}, "x\n"), ElementsAre("a", "b"));
}

TEST(ReadClusterIds, ReadsStandardInputForADash) {
  EXPECT_THAT(Ids({"a", "-", "b"}, "x\n\ny z\n"),
              ElementsAre("a", "x", "y", "z", "b"));
}

TEST(ReadClusterIds, MeansNothingForADashWithoutInput) {
  EXPECT_THAT(Ids({"-"}, ""), IsEmpty());
}

}  // namespace
}  // namespace minidcos
