#include "common/cluster/options/key_value.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(ParseKeyValues, SplitsAtTheFirstEqualsSign) {
  EXPECT_THAT(ParseKeyValues("label", {"a=b", "c=", "d.e/f=g=h i"}),
              IsOkAndHolds(UnorderedElementsAre(Pair("a", "b"), Pair("c", ""),
                                                Pair("d.e/f", "g=h i"))));
  EXPECT_THAT(ParseKeyValues("label", {}), IsOkAndHolds(IsEmpty()));
}

TEST(ParseKeyValues, NamesAWordThatIsNone) {
  for (const std::string word : {"", "a", "=b", "="}) {
    EXPECT_THAT(ParseKeyValues("label", {word}),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         "bad label '" + word + "': the syntax is KEY=VALUE"));
  }
}

TEST(ParseKeyValues, RefusesAKeyTwice) {
  EXPECT_THAT(ParseKeyValues("sysctl", {"a=1", "a=2"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("sysctl 'a=2'"), HasSubstr("twice"))));
}

TEST(CheckCustomLabels, RefusesOurs) {
  for (const std::string key :
       {"minidcos.owner", "dcos_e2e.cluster_id", "minidcos.", "dcos_e2e.x"}) {
    EXPECT_THAT(CheckCustomLabels({{"a", ""}, {key, ""}}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(key)));
  }
  EXPECT_THAT(CheckCustomLabels({{"minidcos", ""}, {"my.minidcos.x", "y"}}),
              IsOk());
}

TEST(CheckSysctls, TakesWhatMarathonLbWants) {
  EXPECT_THAT(CheckSysctls({{"net.ipv4.tcp_tw_reuse", "1"},
                            {"net.ipv4.tcp_fin_timeout", "30"},
                            {"net.ipv4.tcp_max_syn_backlog", "10240"},
                            {"net.ipv4.tcp_max_tw_buckets", "400000"},
                            {"net.core.somaxconn", "10000"},
                            {"kernel.shmmax", "1"},
                            {"kernel.sem", "1 2 3 4"},
                            {"fs.mqueue.msg_max", "10"}}),
              IsOk());
}

TEST(CheckSysctls, RefusesTheHosts) {
  for (const std::string key :
       {"vm.max_map_count", "kernel.panic", "fs.file-max", "net", "net."}) {
    EXPECT_THAT(
        CheckSysctls({{key, "1"}}),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 AllOf(HasSubstr("'" + key + "'"), HasSubstr("the host's"))));
  }
}

}  // namespace
}  // namespace minidcos
