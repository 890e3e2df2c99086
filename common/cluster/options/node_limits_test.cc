#include "common/cluster/options/node_limits.h"

#include <cstdint>
#include <string>

#include "common/base/json.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kMebi = 1024 * 1024;

TEST(ParseMemory, ReadsWhatTheDockerCommandReads) {
  EXPECT_THAT(ParseMemory("2g"), IsOkAndHolds(2048 * kMebi));
  EXPECT_THAT(ParseMemory("2G"), IsOkAndHolds(2048 * kMebi));
  EXPECT_THAT(ParseMemory("1.5g"), IsOkAndHolds(1536 * kMebi));
  EXPECT_THAT(ParseMemory("512m"), IsOkAndHolds(512 * kMebi));
  EXPECT_THAT(ParseMemory("65536k"), IsOkAndHolds(64 * kMebi));
  EXPECT_THAT(ParseMemory("8388608b"), IsOkAndHolds(8 * kMebi));
  EXPECT_THAT(ParseMemory("8388608"), IsOkAndHolds(8 * kMebi));
  EXPECT_THAT(ParseMemory("1t"), IsOkAndHolds(1024 * 1024 * kMebi));
}

TEST(ParseMemory, NamesWhatIsNoSize) {
  for (const std::string text : {"", "g", "2x", "2 g", "-2g", "1e9", "2gb",
                                 "5m", "0", "9999999999999t"}) {
    EXPECT_THAT(ParseMemory(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("bad memory size '" + text + "'")));
  }
}

TEST(ParseCpus, ReadsANumber) {
  EXPECT_THAT(ParseCpus("1.5"), IsOkAndHolds(1.5));
  EXPECT_THAT(ParseCpus("2"), IsOkAndHolds(2));
  EXPECT_THAT(ParseCpus("0.01"), IsOkAndHolds(0.01));
}

TEST(ParseCpus, NamesWhatIsNone) {
  for (const std::string text : {"", "0", "-1", "x", "1,5", "nan", "1e3"}) {
    EXPECT_THAT(ParseCpus(text), StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("'" + text + "'")));
  }
}

TEST(ApplyLimits, AsksTheEngineForThemWithoutSwap) {
  docker::HostConfig config;
  ApplyLimits({.memory = 2048 * kMebi, .cpus = 1.1}, config);
  EXPECT_THAT(ToJson(config),
              IsOkAndHolds(AllOf(HasSubstr(R"("Memory":2147483648)"),
                                 HasSubstr(R"("MemorySwap":2147483648)"),
                                 HasSubstr(R"("NanoCpus":1100000000)"))));
}

TEST(ApplyLimits, AsksForNothingWithoutLimits) {
  docker::HostConfig config;
  ApplyLimits({}, config);
  EXPECT_THAT(ToJson(config), IsOkAndHolds("{}"));
}

TEST(MesosResources, AreTheShareAndThePortsThatDcosOffers) {
  const std::string file =
      MesosResources({.memory = 1536 * kMebi, .cpus = 1.5}, false);
  EXPECT_THAT(
      file,
      AllOf(HasSubstr("\nMESOS_RESOURCES='[{\"name\":\"ports\","),
            HasSubstr(R"({"begin":1025,"end":2180})"),
            HasSubstr(
                R"({"name":"cpus","type":"SCALAR","scalar":{"value":1.5}})"),
            HasSubstr(
                R"({"name":"mem","type":"SCALAR","scalar":{"value":1536}})")));
}

TEST(MesosResources, LeaveOutWhatHasNoLimit) {
  EXPECT_THAT(MesosResources({.cpus = 2}, true),
              AllOf(Not(HasSubstr("mem")), HasSubstr(R"("begin":23)")));
}

}  // namespace
}  // namespace minidcos
