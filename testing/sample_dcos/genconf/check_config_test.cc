#include "testing/sample_dcos/genconf/check_config.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/genconf/config_file.h"
#include "testing/sample_dcos/wire/json.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kCheck[] =
    R"({"description": "d", "cmd": ["false"], "timeout": "1.5s"})";

std::string ClusterChecks(const std::string& check) {
  return absl::StrCat(R"({"cluster_checks": {"mine": )", check, "}}");
}

// With one check, "mine".
std::string NodeChecks(const std::string& stages) {
  return absl::StrCat(R"({"node_checks": {"checks": {"mine": )", kCheck, "}",
                      stages, "}}");
}

struct Case {
  std::string name;
  std::string custom_checks;
  // What the message has; empty for good ones.
  std::string message;
};

class CustomChecks : public testing::TestWithParam<Case> {};

TEST_P(CustomChecks, HaveToFitTheSchema) {
  const std::string message =
      ValidateCustomChecks({{"custom_checks", GetParam().custom_checks}});
  if (GetParam().message.empty()) {
    EXPECT_THAT(message, IsEmpty());
  } else {
    EXPECT_THAT(message, HasSubstr(GetParam().message));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Schema, CustomChecks,
    ::testing::ValuesIn(std::vector<Case>{
        {"None", "{}", ""},
        {"Cluster", ClusterChecks(kCheck), ""},
        {"Node", NodeChecks(R"(, "poststart": ["mine"])"), ""},
        {"NoJson", "foo", "Must be valid JSON. Got: foo"},
        {"List", "[]", "Must be a JSON dictionary."},
        {"OtherKey", R"({"mine": {}})", "Wrong key 'mine'"},
        {"NoChecks", R"({"cluster_checks": {}})",
         "Key 'cluster_checks' error: Missing key: Check name must be a"},
        {"NoSection", R"({"node_checks": {}})",
         "Key 'node_checks' error: Missing key: 'checks'"},
        {"BadName",
         absl::StrCat(R"({"cluster_checks": {"a b": )", kCheck, "}}"),
         "Check name must be a nonzero length string with no whitespace"},
        {"NoDescription", ClusterChecks(R"({"cmd": [], "timeout": "1s"})"),
         "Key 'cluster_checks' error: Key 'mine' error: Missing key: "
         "'description'"},
        {"BadCommand",
         ClusterChecks(
             R"({"cmd": "a b", "description": "d", "timeout": "1s"})"),
         "'cmd' should be a list of strings"},
        {"BadTimeout",
         ClusterChecks(R"({"cmd": [], "description": "d", "timeout": "1 s"})"),
         "Timeout must be a string containing an integer or float"},
        {"BadRole",
         ClusterChecks(R"({"cmd": [], "description": "d", "timeout": "1s",
                           "roles": ["foo"]})"),
         "roles must be a list containing master or agent or both"},
        {"NoStage", NodeChecks(""),
         "At least one of prestart or poststart must be defined"},
        {"NotInAStage", NodeChecks(R"(, "prestart": [])"),
         "All node checks must be referenced"},
        {"NotThere", NodeChecks(R"(, "prestart": ["mine", "other"])"),
         "All node checks must be referenced"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(ValidateCustomChecks, LeavesBuiltInNamesAlone) {
  const std::string checks =
      absl::StrCat(R"({"node_checks": {"checks": {"xz": )", kCheck,
                   R"(}, "poststart": ["xz"]}})");
  EXPECT_EQ(ValidateCustomChecks({{"custom_checks", checks}}),
            "Custom check names conflict with builtin checks. Reserved node "
            "check names: xz.");
}

CheckConfig Config(const Arguments& arguments) {
  const auto json = CheckConfigJson(arguments);
  EXPECT_THAT(json, IsOk());
  return *FromJson<CheckConfig>(*json);
}

TEST(CheckConfigJson, AddsCustomChecksToTheBuiltIn) {
  const CheckConfig config =
      Config({{"custom_checks", NodeChecks(R"(, "poststart": ["mine"])")}});
  EXPECT_EQ(config.node_checks().checks().at("mine").cmd(0), "false");
  EXPECT_EQ(config.node_checks().checks().count("xz"), 1u);
  EXPECT_THAT(config.node_checks().poststart(), Contains("mine"));
  EXPECT_THAT(config.node_checks().poststart(), Contains("xz"));
}

TEST(CheckConfigJson, ChecksTheClockOnlyIfAskedTo) {
  EXPECT_THAT(Config({{"check_time", "true"}}).node_checks().poststart(),
              Contains("clock_sync"));
  EXPECT_THAT(Config({{"check_time", "false"}}).node_checks().poststart(),
              Not(Contains("clock_sync")));
}

}  // namespace
}  // namespace minidcos::sample
