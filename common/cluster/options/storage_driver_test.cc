#include "common/cluster/options/storage_driver.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(ResolveStorageDriver, TakesWhatWorksOnTheEnginesFileSystem) {
  // "overlayfs" is the name in engines that have containerd keep their images.
  for (const std::string engine :
       {"overlay2", "overlayfs", "overlay", "aufs", "btrfs", "devicemapper"}) {
    EXPECT_EQ(ResolveStorageDriver("auto", engine), "overlay2") << engine;
  }
  for (const std::string engine : {"vfs", "zfs"}) {
    EXPECT_EQ(ResolveStorageDriver("auto", engine), "vfs") << engine;
  }
}

TEST(ResolveStorageDriver, LeavesTheChoiceToTheUser) {
  EXPECT_EQ(ResolveStorageDriver("btrfs", "overlay2"), "btrfs");
}

TEST(CheckStorageDriver, NamesThoseThereAre) {
  EXPECT_THAT(CheckStorageDriver("auto"), IsOk());
  EXPECT_THAT(CheckStorageDriver("fuse-overlayfs"), IsOk());
  EXPECT_THAT(CheckStorageDriver("devicemapper"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("'devicemapper'"),
                             HasSubstr("auto, overlay2, overlay"))));
}

TEST(CheckKernelCarries, NamesTheFileSystemThatIsMissing) {
  const std::string filesystems =
      "nodev\tsysfs\nnodev\toverlay\n\tfuseblk\n\tbtrfs\n";
  for (const std::string driver : {"overlay2", "overlay", "btrfs", "vfs"}) {
    EXPECT_THAT(CheckKernelCarries(driver, filesystems), IsOk()) << driver;
  }
  EXPECT_THAT(CheckKernelCarries("aufs", filesystems),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("file system aufs")));
  EXPECT_THAT(CheckKernelCarries("fuse-overlayfs", filesystems),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("file system fuse")));
}

TEST(DaemonConfig, IsJson) {
  EXPECT_EQ(DaemonConfig("vfs"), "{\n  \"storage-driver\": \"vfs\"\n}\n");
}

}  // namespace
}  // namespace minidcos
