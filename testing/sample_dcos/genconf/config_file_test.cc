#include "testing/sample_dcos/genconf/config_file.h"

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos::sample {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(ParseConfig, MakesATextOfEveryValue) {
  EXPECT_THAT(ParseConfig("cluster_name: My cluster\n"
                          "check_time: false\n"
                          "quoted: 'false'\n"
                          "ssh_port: 22\n"
                          "version_like: '1.13'\n"
                          "resolvers: [8.8.8.8, \"8.8.4.4\"]\n"
                          "nested: {a: [1, yes, ~], b: 'x\"y'}\n"),
              IsOkAndHolds(UnorderedElementsAre(
                  Pair("cluster_name", "My cluster"),
                  Pair("check_time", "false"), Pair("quoted", "false"),
                  Pair("ssh_port", "22"), Pair("version_like", "1.13"),
                  Pair("resolvers", R"(["8.8.8.8", "8.8.4.4"])"),
                  Pair("nested", R"({"a": [1, true, null], "b": "x\"y"})"))));
}

TEST(ParseConfig, KeepsALongText) {
  EXPECT_THAT(ParseConfig("script: |\n  #!/bin/sh\n  echo 1\n"),
              IsOkAndHolds(
                  UnorderedElementsAre(Pair("script", "#!/bin/sh\necho 1\n"))));
}

TEST(ParseConfig, RefusesWhatIsNoYaml) {
  EXPECT_THAT(ParseConfig("a: [1\nb: }"),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(ParseConfig, RefusesWhatIsNoMapping) {
  for (const char* yaml : {"", "- a\n- b\n", "word"}) {
    EXPECT_THAT(ParseConfig(yaml), StatusIs(absl::StatusCode::kInvalidArgument,
                                            HasSubstr("NotImplementedError")))
        << yaml;
  }
}

TEST(ParseConfig, RefusesNullAndFloat) {
  EXPECT_THAT(
      ParseConfig("a: 1.5\n"),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("Invalid type for value of a in config. Got <class "
                         "'float'>")));
  EXPECT_THAT(ParseConfig("key:\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("Invalid type for value of key")));
}

}  // namespace
}  // namespace minidcos::sample
