#include "common/cluster/image/docker_version.h"

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

TEST(ParseDockerVersion, ReadsReleasesAndPackages) {
  EXPECT_EQ(*ParseDockerVersion("1.11.2"), (DockerVersion{1, 11, 2}));
  EXPECT_EQ(*ParseDockerVersion("18.06.3-ce"), (DockerVersion{18, 6, 3}));
  EXPECT_EQ(*ParseDockerVersion("20.10.24+dfsg1"), (DockerVersion{20, 10, 24}));
  EXPECT_EQ(*ParseDockerVersion("28.0.0-rc.1"), (DockerVersion{28, 0, 0}));
}

TEST(ParseDockerVersion, RefusesWhatCouldBeAPathOrAnotherThing) {
  for (const char* text :
       {"", "20.10", "20.10.24/../x", "v20.10.24", "20.10.24 ", "20.10.24-",
        "20.10.x", "99999.1.1", "latest", "1.2.3-a/b"}) {
    EXPECT_THAT(ParseDockerVersion(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("is no version of Docker")))
        << text;
  }
}

TEST(DockerVersion, IsOrderedByItsNumbers) {
  EXPECT_LT((DockerVersion{1, 13, 1}), (DockerVersion{17, 3, 0}));
  EXPECT_LT((DockerVersion{19, 3, 15}), kFirstWithCgroupV2);
  EXPECT_GT((DockerVersion{20, 10, 24}), (DockerVersion{20, 10, 5}));
}

}  // namespace
}  // namespace minidcos
