#include "testing/sample_dcos/services/mesos_resources.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

TEST(FindResources, TakesWhatItIsTold) {
  const auto resources = FindResources(
      R"([{"name":"ports","type":"RANGES","ranges":{"range":[)"
      R"({"begin":1,"end":21},{"begin":23,"end":5050}]}},)"
      R"({"name":"cpus","type":"SCALAR","scalar":{"value":1.5}},)"
      R"({"name":"mem","type":"SCALAR","scalar":{"value":512}}])");
  ASSERT_THAT(resources, IsOk());
  EXPECT_EQ(resources->cpus(), 1.5);
  EXPECT_EQ(resources->mem(), 512);
  EXPECT_EQ(resources->ports(), "[1-21, 23-5050]");
}

TEST(FindResources, LooksAtTheMachineForTheRest) {
  const auto resources =
      FindResources(R"([{"name":"cpus","scalar":{"value":0.5}}])");
  ASSERT_THAT(resources, IsOk());
  EXPECT_EQ(resources->cpus(), 0.5);
  EXPECT_GT(resources->mem(), 100);
  EXPECT_GE(FindResources("")->cpus(), 1);
}

TEST(FindResources, RefusesWhatIsNoJson) {
  EXPECT_FALSE(FindResources("cpus:1").ok());
}

}  // namespace
}  // namespace minidcos::sample
