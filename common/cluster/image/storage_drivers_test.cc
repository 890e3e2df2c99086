#include "common/cluster/image/storage_drivers.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/cluster/image/docker_version.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

struct Case {
  DockerVersion version;
  std::string driver;
  std::string complaint;  // empty if it has it
};

TEST(CheckDockerHasStorageDriver, KnowsWhenEachCameAndWent) {
  const std::vector<Case> cases = {
      {{1, 11, 2},
       "overlay2",
       "Docker 1.11 has no storage driver 'overlay2' yet: it came with 1.12"},
      {{1, 12, 0}, "overlay2", ""},
      {{28, 5, 1}, "overlay2", ""},
      {{1, 11, 2}, "overlay", ""},
      {{23, 0, 6}, "overlay", ""},
      {{24, 0, 0},
       "overlay",
       "Docker 24.0 has no storage driver 'overlay' any more: it went with "
       "24.0"},
      {{20, 10, 24}, "aufs", ""},
      {{26, 1, 4},
       "aufs",
       "Docker 26.1 has no storage driver 'aufs' any more: it went with 24.0"},
      {{19, 3, 15},
       "fuse-overlayfs",
       "Docker 19.3 has no storage driver 'fuse-overlayfs' yet: it came with "
       "20.10"},
      {{20, 10, 5}, "fuse-overlayfs", ""},
      {{1, 11, 2}, "vfs", ""},
      {{28, 5, 1}, "btrfs", ""},
      {{28, 5, 1}, "a plugin", ""}};
  for (const Case& c : cases) {
    const absl::Status status =
        CheckDockerHasStorageDriver(c.version, c.driver);
    EXPECT_EQ(status.message(), c.complaint) << c.driver;
    EXPECT_EQ(status.ok(), c.complaint.empty()) << c.driver;
    EXPECT_TRUE(status.ok() || absl::IsInvalidArgument(status)) << status;
  }
}

TEST(OverlayDriver, IsOverlayBeforeThereWasOverlay2) {
  EXPECT_EQ(OverlayDriver({1, 11, 2}), "overlay");
  EXPECT_EQ(OverlayDriver({1, 13, 1}), "overlay2");
  EXPECT_EQ(OverlayDriver({28, 5, 1}), "overlay2");
}

}  // namespace
}  // namespace minidcos
