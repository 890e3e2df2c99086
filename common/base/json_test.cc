#include "common/base/json.h"

#include <string>

#include "absl/status/status.h"
#include "common/base/utf8.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/type.pb.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

// An ordinary message: {name, number, options[{name, value}]}.
using google::protobuf::EnumValue;
using ::testing::HasSubstr;

EnumValue Message() {
  EnumValue message;
  message.set_name("n\n");
  message.set_number(7);
  message.add_options()->set_name("a");
  return message;
}

TEST(ToJson, WritesWhatIsSetOnOneLine) {
  EXPECT_THAT(
      ToJson(Message()),
      IsOkAndHolds(R"({"name":"n\n","number":7,"options":[{"name":"a"}]})"));
  EXPECT_THAT(ToJson(EnumValue()), IsOkAndHolds("{}"));
}

TEST(ToJson, RefusesTextThatIsNotUtf8) {
  EnumValue message;
  message.set_name("\xff");
  EXPECT_THAT(ToJson(message), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ToPrettyJson(message),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(ToPrettyJson, WritesEveryFieldIndentedByFour) {
  EnumValue message = Message();
  message.clear_options();
  EXPECT_THAT(ToPrettyJson(message), IsOkAndHolds("{\n"
                                                  "    \"name\": \"n\\n\",\n"
                                                  "    \"number\": 7,\n"
                                                  "    \"options\": []\n"
                                                  "}\n"));
}

TEST(ToPrettyJson, IndentsWhatIsNestedAndNoText) {
  EnumValue message;
  message.add_options()->set_name("  a");
  const auto json = ToPrettyJson(message);
  ASSERT_THAT(json, IsOk());
  EXPECT_THAT(*json, HasSubstr("\n        {\n            \"name\": \"  a\""));
}

TEST(ParseJson, ReadsWhatToJsonWrites) {
  EnumValue message;
  EXPECT_THAT(ParseJson(*ToJson(Message()), message), IsOk());
  EXPECT_EQ(message.SerializeAsString(), Message().SerializeAsString());
}

TEST(ParseJson, IgnoresWhatTheMessageDoesNotKnow) {
  EnumValue message;
  EXPECT_THAT(ParseJson(R"({"new": {"x": [1]}, "name": "n"})", message),
              IsOk());
  EXPECT_EQ(message.name(), "n");
}

TEST(ParseJson, TakesNullForNothing) {
  EnumValue message;
  EXPECT_THAT(
      ParseJson(R"({"name": null, "number": null, "options": null})", message),
      IsOk());
  EXPECT_EQ(message.ByteSizeLong(), 0);
}

class BadJson : public testing::TestWithParam<std::string> {};

TEST_P(BadJson, IsAnError) {
  EnumValue message;
  EXPECT_THAT(ParseJson(GetParam(), message),
              StatusIs(absl::StatusCode::kUnknown, HasSubstr("understood")));
}

INSTANTIATE_TEST_SUITE_P(Texts, BadJson,
                         testing::Values("", "{", "[]", "<html>", "{} {}",
                                         R"({"number": "x"})",
                                         R"({"name": {}})",
                                         "{\"name\": \"\xff\"}"));

TEST(ParseJson, SaysOnOneLineOfTextWhatItDoesNotUnderstand) {
  for (const char* json : {"{\"name\": \"\xff\"}", "{\n\"name\": }",
                           "{\"name\": \"\xff\", \"number\": x}"}) {
    EnumValue message;
    const std::string words(ParseJson(json, message).message());
    EXPECT_THAT(words, testing::StartsWith("not understood"));
    EXPECT_THAT(words, testing::Not(HasSubstr("\n")));
    EXPECT_TRUE(IsUtf8(words));
  }
}

TEST(ParseJsonArray, ReadsTheElements) {
  google::protobuf::Struct json;
  EXPECT_THAT(ParseJsonArray(R"(["a", "b"])", json), IsOk());
  ASSERT_EQ(json.fields().at("items").list_value().values_size(), 2);
  EXPECT_EQ(json.fields().at("items").list_value().values(1).string_value(),
            "b");
}

TEST(ParseJsonArray, RefusesAnythingElse) {
  google::protobuf::ListValue list;
  EXPECT_THAT(ParseJsonArray("[", list), StatusIs(absl::StatusCode::kUnknown));
  EXPECT_THAT(ParseJsonArray("", list), StatusIs(absl::StatusCode::kUnknown));
}

}  // namespace
}  // namespace minidcos
