#include "testing/sample_dcos/wire/json.h"

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/sample_dcos/wire/wire.pb.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Json, PrintsZerosAndTheEndpointsSpelling) {
  UnitHealth unit;
  unit.set_id("dcos-x.service");
  EXPECT_THAT(ToJson(unit), HasSubstr(R"("health":0)"));
  Metrics metrics;
  metrics.set_log_recovered(1);
  EXPECT_THAT(ToJson(metrics), HasSubstr(R"("registrar/log/recovered":1)"));
}

TEST(Json, ParsesIgnoringWhatItDoesNotKnow) {
  const auto agent = FromJson<Agent>(
      R"({"id": "a", "attributes": {"public_ip": "true"}, "new": [1]})");
  ASSERT_THAT(agent, IsOk());
  EXPECT_EQ(agent->attributes().at("public_ip"), "true");
  EXPECT_THAT(FromJson<Agent>("[]"), StatusIs(absl::StatusCode::kUnknown));
}

TEST(Json, Indents) {
  EXPECT_EQ(Indent(R"({"a":{"b":1,"c":"x:,{"},"d":[],"e":[2,3]})", 2),
            "{\n  \"a\": {\n    \"b\": 1,\n    \"c\": \"x:,{\"\n  },\n"
            "  \"d\": [],\n  \"e\": [\n    2,\n    3\n  ]\n}");
}

TEST(Json, QuotesAnyBytes) {
  EXPECT_EQ(JsonString("a\"b\\c\n\x01\xff"), "\"a\\\"b\\\\c\\n\\u0001\xff\"");
}

TEST(Json, WritesAndReadsStrings) {
  EXPECT_EQ(JsonStrings({"a", "b"}), R"(["a", "b"])");
  EXPECT_THAT(ParseJsonStrings(R"(["a", "b"])"),
              IsOkAndHolds(ElementsAre("a", "b")));
  EXPECT_THAT(ParseJsonStrings(R"(["a", 1])"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseJsonStrings("nonsense"),
              StatusIs(absl::StatusCode::kUnknown));
}

TEST(Json, WritesAnObjectOneMemberALine) {
  EXPECT_EQ(JsonObject({{"b", "2"}, {"a", "1"}}),
            "{\n  \"a\": \"1\",\n  \"b\": \"2\"\n}\n");
}

}  // namespace
}  // namespace minidcos::sample
