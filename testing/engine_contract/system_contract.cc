#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "common/docker/engine.pb.h"
#include "common/http/http_message.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/engine_contract/contract_fixture.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(EngineContract, SpeaksAVersionOfBoth) {
  const auto version = docker().NegotiatedVersion(ctx());
  ASSERT_THAT(version, IsOk());
  EXPECT_GE(*version, (DockerClient::ApiVersion{1, 30}));
  EXPECT_LE(*version, (DockerClient::ApiVersion{1, 52}));
}

TEST_F(EngineContract, AnswersAPing) {
  EXPECT_THAT(docker().Ping(ctx()), IsOk());
}

TEST_F(EngineContract, DescribesItself) {
  const auto version = docker().Version(ctx());
  ASSERT_THAT(version, IsOk());
  EXPECT_THAT(version->version(), Not(IsEmpty()));
  EXPECT_THAT(version->api_version(), HasSubstr("1."));
  const auto info = docker().Info(ctx());
  ASSERT_THAT(info, IsOk());
  EXPECT_EQ(info->server_version(), version->version());
  EXPECT_THAT(info->cgroup_version(), AnyOf("1", "2"));
  EXPECT_THAT(info->driver(), Not(IsEmpty()));
}

TEST_F(EngineContract, GivesAnswersAsTheyAre) {
  std::string answer;
  const BodySink keep = [&answer](absl::string_view piece) {
    absl::StrAppend(&answer, piece);
    return absl::OkStatus();
  };
  EXPECT_THAT(docker().GetRaw(ctx(), "/version", keep), IsOk());
  EXPECT_THAT(answer, HasSubstr("\"ApiVersion\":\""));
  EXPECT_THAT(
      docker().GetRaw(ctx(), "/containers/engine-contract-no/json", keep),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("engine-contract-no")));
  docker::CreateContainerRequest request = Request({"both", "out\n", ""});
  request.set_tty(true);
  const auto created = docker().CreateContainer(ctx(), Name("c"), request);
  ASSERT_THAT(created, IsOk());
  ASSERT_THAT(docker().StartContainer(ctx(), created->id()), IsOk());
  ASSERT_THAT(docker().WaitContainer(ctx(), created->id()), IsOk());
  answer.clear();
  const std::string logs =
      absl::StrCat("/containers/", created->id(), "/logs?stdout=1&stderr=1");
  EXPECT_THAT(docker().GetRaw(ctx(), logs, keep), IsOk());
  EXPECT_THAT(answer, HasSubstr("out"));
}

TEST_F(EngineContract, KnowsWhatIsNoVolume) {
  EXPECT_THAT(docker().RemoveVolume(ctx(), "engine-contract-nothing"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("engine-contract-nothing")));
  const auto none =
      docker().ListVolumes(ctx(), {{"label", {"engine-contract=nothing"}}});
  ASSERT_THAT(none, IsOk());
  EXPECT_THAT(none->volumes(), IsEmpty());
}

TEST_F(EngineContract, ListsNetworks) {
  const auto list = docker().ListNetworks(ctx(), {});
  ASSERT_THAT(list, IsOk());
  std::vector<std::string> names;
  for (const auto& network : list->items()) names.push_back(network.name());
  EXPECT_THAT(names, testing::IsSupersetOf({"bridge", "host"}));
  EXPECT_THAT(docker()
                  .ListNetworks(ctx(), {{"label", {"engine-contract=nothing"}}})
                  ->items(),
              IsEmpty());
}

TEST_F(EngineContract, MakesANetworkOncePerNameAndSubnet) {
  docker::CreateNetworkRequest request;
  request.set_name("engine-contract-network");
  request.set_driver("bridge");
  request.set_check_duplicate(true);
  request.mutable_ipam()->set_driver("default");
  request.mutable_ipam()->add_config()->set_subnet("10.213.7.0/24");
  (*request.mutable_labels())["engine-contract"] = "network";
  const auto id = docker().CreateNetwork(ctx(), request);
  ASSERT_THAT(id, IsOk());
  const auto list =
      docker().ListNetworks(ctx(), {{"label", {"engine-contract=network"}}});
  EXPECT_THAT(docker().CreateNetwork(ctx(), request),
              StatusIs(absl::StatusCode::kAlreadyExists));
  request.set_name("engine-contract-other");
  EXPECT_THAT(
      docker().CreateNetwork(ctx(), request),
      StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("overlaps")));
  EXPECT_THAT(docker().RemoveNetwork(ctx(), *id), IsOk());
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->items_size(), 1);
  EXPECT_EQ(list->items(0).name(), "engine-contract-network");
  EXPECT_EQ(list->items(0).driver(), "bridge");
  EXPECT_EQ(list->items(0).ipam().config(0).subnet(), "10.213.7.0/24");
}

TEST_F(EngineContract, KnowsWhatIsNoNetwork) {
  const std::string container = Start({"stay", ""});
  EXPECT_THAT(
      docker().ConnectNetwork(ctx(), "engine-contract-nothing", container),
      StatusIs(absl::StatusCode::kNotFound,
               HasSubstr("engine-contract-nothing")));
  EXPECT_THAT(
      docker().DisconnectNetwork(ctx(), "engine-contract-nothing", container),
      IsOk());
}

TEST_F(EngineContract, RemovesANetworkOnceNobodyIsOnIt) {
  docker::CreateNetworkRequest request;
  request.set_name("engine-contract-joined");
  request.set_driver("bridge");
  const auto network = docker().CreateNetwork(ctx(), request);
  ASSERT_THAT(network, IsOk());
  // Who has no network gets none.
  docker::CreateContainerRequest joiner = Request({"stay", ""});
  joiner.mutable_host_config()->set_network_mode("bridge");
  const auto created = docker().CreateContainer(ctx(), Name("c"), joiner);
  ASSERT_THAT(created, IsOk());
  const std::string& container = created->id();
  ASSERT_THAT(docker().StartContainer(ctx(), container), IsOk());
  EXPECT_THAT(docker().ConnectNetwork(ctx(), *network, container), IsOk());
  EXPECT_THAT(docker().RemoveNetwork(ctx(), *network),
              StatusIs(absl::StatusCode::kPermissionDenied,
                       HasSubstr("has active endpoints")));
  for (const absl::string_view time : {"first", "second"}) {
    EXPECT_THAT(docker().DisconnectNetwork(ctx(), *network, container), IsOk())
        << time;
  }
  EXPECT_THAT(docker().RemoveNetwork(ctx(), *network), IsOk());
}

TEST_F(EngineContract, KeepsNetworksThatAreNotOurs) {
  EXPECT_THAT(docker().RemoveNetwork(ctx(), "engine-contract-nothing"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("engine-contract-nothing")));
  EXPECT_THAT(
      docker().RemoveNetwork(ctx(), "bridge"),
      StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("bridge")));
}

}  // namespace
}  // namespace minidcos
