// What of files.h only Linux has: file systems that are mounted in a tree.

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "absl/status/status.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

// In a mount namespace of the test's own, which takes root.
TEST(RemoveTree, LeavesWhatIsMountedInIt) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can mount";
  const auto folder = ScopedFolder::Make("/tmp", "files-test-");
  ASSERT_THAT(folder, IsOk());
  const std::string inside = folder->path() + "/tree/proc";
  ASSERT_THAT(MakeFolder(folder->path() + "/tree", 0700), IsOk());
  ASSERT_THAT(MakeFolder(inside, 0700), IsOk());
  ASSERT_THAT(MakeFolder(folder->path() + "/tree/other", 0700), IsOk());
  std::thread mounter([&] {
    ASSERT_EQ(unshare(CLONE_NEWNS), 0);
    ASSERT_EQ(mount("", "/", "", MS_REC | MS_PRIVATE, nullptr), 0);
    ASSERT_EQ(mount("tmpfs", inside.c_str(), "tmpfs", 0, nullptr), 0);
    ASSERT_THAT(WriteFile(inside + "/kept", "x", 0600), IsOk());
    EXPECT_THAT(RemoveTree(folder->path() + "/tree"),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("another file system is mounted")));
    EXPECT_TRUE(Exists(inside + "/kept"));
    EXPECT_FALSE(Exists(folder->path() + "/tree/other"));
  });
  mounter.join();
  EXPECT_THAT(RemoveTree(folder->path() + "/tree"), IsOk());
}

}  // namespace
}  // namespace minidcos
