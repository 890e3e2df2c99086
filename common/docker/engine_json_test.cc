// The messages of engine.proto as the JSON that the engine reads and writes.

#include <string>

#include "common/base/json.h"
#include "common/docker/engine.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(ToJson, SpellsNamesAsTheEngineDoes) {
  docker::CreateContainerRequest request;
  request.set_image("x");
  request.add_cmd("/bin/\"sh\"\n");
  (*request.mutable_exposed_ports())["80/tcp"];
  docker::HostConfig& host = *request.mutable_host_config();
  host.set_cgroupns_mode("private");
  auto mount = host.add_mounts();
  mount->mutable_bind_options()->set_read_only_non_recursive(true);
  EXPECT_THAT(
      ToJson(request),
      IsOkAndHolds(
          R"({"Image":"x","Cmd":["/bin/\"sh\"\n"],)"
          R"("HostConfig":{"CgroupnsMode":"private",)"
          R"("Mounts":[{"BindOptions":{"ReadOnlyNonRecursive":true}}]},)"
          R"("ExposedPorts":{"80/tcp":{}}})"));
}

TEST(ToJson, SendsWhatIsSetThoughItIsEmpty) {
  docker::HostConfig host;
  host.set_init(false);
  host.mutable_masked_paths();
  EXPECT_THAT(ToJson(host), IsOkAndHolds(R"({"MaskedPaths":[],"Init":false})"));
  EXPECT_THAT(ToJson(docker::HostConfig()), IsOkAndHolds("{}"));
}

TEST(ToJson, RefusesTextThatIsNotUtf8) {
  docker::CreateExecRequest request;
  request.add_cmd("caf\xe9");
  EXPECT_THAT(ToJson(request), StatusIs(absl::StatusCode::kInvalidArgument));
  google::protobuf::Struct filters;
  (*filters.mutable_fields())["label"].set_string_value("\xff");
  EXPECT_THAT(ToJson(filters), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ToPrettyJson, PrintsEveryFieldIndented) {
  docker::WaitResponse wait;
  EXPECT_THAT(ToPrettyJson(wait),
              IsOkAndHolds("{\n    \"StatusCode\": 0\n}\n"));
  docker::VolumeList volumes;
  volumes.add_volumes()->set_name("a\n  b");
  EXPECT_THAT(ToPrettyJson(volumes), IsOkAndHolds(R"({
    "Volumes": [
        {
            "Name": "a\n  b",
            "Labels": {}
        }
    ]
}
)"));
}

TEST(ParseJson, IgnoresWhatItDoesNotKnow) {
  docker::ContainerDetails details;
  ASSERT_THAT(
      ParseJson(
          R"({"Id":"1","New":{"a":[1,null]},"State":{"Running":true,"X":1.5}})",
          details),
      IsOk());
  EXPECT_EQ(details.id(), "1");
  EXPECT_TRUE(details.state().running());
}

TEST(ParseJson, TakesNullAsEmpty) {
  docker::ContainerDetails details;
  ASSERT_THAT(
      ParseJson(R"({"Id":"1","Mounts":null,"NetworkSettings":{"Networks":)"
                R"(null},"Config":{"Labels":null,"Env":null},"State":null})",
                details),
      IsOk());
  EXPECT_THAT(details.mounts(), IsEmpty());
  EXPECT_THAT(details.config().labels(), IsEmpty());
  EXPECT_FALSE(details.has_state());
  docker::VolumeList volumes;
  EXPECT_THAT(ParseJson(R"({"Volumes":null,"Warnings":null})", volumes),
              IsOk());
  EXPECT_THAT(volumes.volumes(), IsEmpty());
}

TEST(ParseJson, TellsNullFromZero) {
  docker::ExecDetails exec;
  ASSERT_THAT(ParseJson(R"({"ExitCode":null})", exec), IsOk());
  EXPECT_FALSE(exec.has_exit_code());
  ASSERT_THAT(ParseJson(R"({"ExitCode":0})", exec), IsOk());
  EXPECT_TRUE(exec.has_exit_code());
}

TEST(ParseJson, ReadsMaps) {
  docker::ContainerSummary container;
  ASSERT_THAT(
      ParseJson(R"({"Labels":{"a":"1","b":""},"NetworkSettings":{"Networks":)"
                R"({"bridge":{"IPAddress":"10.0.0.2"}}}})",
                container),
      IsOk());
  EXPECT_THAT(container.labels(),
              UnorderedElementsAre(Pair("a", "1"), Pair("b", "")));
  EXPECT_EQ(container.network_settings().networks().at("bridge").ip_address(),
            "10.0.0.2");
}

TEST(ParseJson, TellsWhatItDoesNotUnderstand) {
  for (const std::string json :
       {"", "garbage", "[]", "{\"Id\":", "{\"Id\":{}}", "<html>"}) {
    docker::ContainerDetails details;
    EXPECT_THAT(ParseJson(json, details), StatusIs(absl::StatusCode::kUnknown))
        << json;
  }
}

TEST(ParseJsonArray, ReadsItems) {
  docker::ImageList images;
  ASSERT_THAT(ParseJsonArray(R"([{"Id":"1","RepoTags":null},{"Id":"2",)"
                             R"("RepoTags":["a:b"],"Size":9999999999}])",
                             images),
              IsOk());
  ASSERT_EQ(images.items_size(), 2);
  EXPECT_THAT(images.items(1).repo_tags(), ElementsAre("a:b"));
  EXPECT_EQ(images.items(1).size(), 9999999999);
  ASSERT_THAT(ParseJsonArray("null", images), IsOk());
  EXPECT_THAT(ParseJsonArray("x", images),
              StatusIs(absl::StatusCode::kUnknown));
}

}  // namespace
}  // namespace minidcos
