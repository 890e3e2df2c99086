#include "tools/inspect/inspect_node.h"

#include <string>

#include "common/base/json.h"
#include "common/docker/engine.pb.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "tools/inspect/inspect.pb.h"

namespace minidcos {
namespace {

// A master of whose container the engine says `json`.
InspectedNode Inspect(const std::string& json) {
  docker::ContainerDetails container;
  EXPECT_THAT(ParseJson(json, container), IsOk());
  return InspectNode(Node({.index = 2, .state = "running"}, nullptr),
                     container);
}

TEST(InspectNode, TellsTheLimitOfMemoryInBytes) {
  EXPECT_EQ(
      Inspect(R"({"HostConfig": {"Memory": 8589934593}})").resources().memory(),
      8589934593.0);
  EXPECT_EQ(Inspect(R"({"HostConfig": {"Memory": 0}})").resources().memory(),
            0);
}

TEST(InspectNode, TellsTheLimitOfProcessorsHoweverItWasSet) {
  const auto cpus = [](const std::string& limits) {
    return Inspect(R"({"HostConfig": {)" + limits + "}}").resources().cpus();
  };
  EXPECT_EQ(cpus(R"("NanoCpus": 1500000000)"), 1.5);
  EXPECT_EQ(cpus(R"("CpuQuota": 50000)"), 0.5);
  EXPECT_EQ(cpus(R"("CpuQuota": 75000, "CpuPeriod": 150000)"), 0.5);
  EXPECT_EQ(cpus(R"("CpuQuota": -1)"), 0);
  EXPECT_EQ(cpus(""), 0);
}

TEST(InspectNode, SortsNetworksByName) {
  const InspectedNode node = Inspect(R"({"NetworkSettings": {"Networks": {
      "c": {"IPAddress": "10.0.0.3"}, "a": {"IPAddress": "10.0.0.1"},
      "b": {}}}})");
  ASSERT_EQ(node.networks_size(), 3);
  EXPECT_EQ(node.networks(0).name(), "a");
  EXPECT_EQ(node.networks(0).ip_address(), "10.0.0.1");
  EXPECT_EQ(node.networks(1).name(), "b");
  EXPECT_EQ(node.networks(1).ip_address(), "");
  EXPECT_EQ(node.networks(2).name(), "c");
}

TEST(InspectNode, LeavesOpenWhatNoLabelTells) {
  const InspectedNode node = Inspect("{}");
  EXPECT_EQ(node.e2e_reference(), "master_2");
  EXPECT_EQ(node.index(), 2);
  EXPECT_EQ(node.state(), "running");
  EXPECT_EQ(node.ssh_key(), "");
  EXPECT_EQ(node.distribution(), "");
  EXPECT_EQ(node.ports_size(), 0);
}

}  // namespace
}  // namespace minidcos
