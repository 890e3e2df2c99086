#include "common/cluster/image/distributions.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/cluster/image/docker_version.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(FindDistribution, FindsEachByItsName) {
  for (const char* name : {"debian-11", "debian-12", "debian-13",
                           "ubuntu-22.04", "centos-7", "rocky-9"}) {
    const auto found = FindDistribution(name);
    ASSERT_THAT(found, IsOk());
    EXPECT_EQ((*found)->name, name);
    EXPECT_NE((*found)->public_image, "");
    EXPECT_THAT(ParseDockerVersion((*found)->docker_version), IsOk());
  }
}

TEST(FindDistribution, NamesThoseThereAre) {
  EXPECT_THAT(
      FindDistribution("plan-9"),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(StartsWith("unknown distribution 'plan-9': "),
                     HasSubstr("debian-11, debian-12, debian-13, ubuntu-22.04, "
                               "centos-7, rocky-9"))));
}

TEST(FindDistribution, SaysWhyItHasNotAllOfDcosE2e) {
  struct Case {
    std::string name;
    std::string reason;
  };
  const std::vector<Case> cases = {{"centos-8", "mirrors"},
                                   {"coreos", "removed"},
                                   {"flatcar", "no package manager"},
                                   {"ubuntu-16.04", "systemd 229"}};
  for (const Case& refused : cases) {
    EXPECT_THAT(
        FindDistribution(refused.name),
        StatusIs(
            absl::StatusCode::kInvalidArgument,
            AllOf(StartsWith(absl::StrCat("no nodes of '", refused.name, "'")),
                  HasSubstr(refused.reason), HasSubstr("debian-12"))));
  }
}

}  // namespace
}  // namespace minidcos
