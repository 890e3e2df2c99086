#include "common/cluster/image/build_lock.h"

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/progress.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/user_folders.h"

namespace minidcos {
namespace {

std::string LockPath() { return ::testing::TempDir() + "/test.lock"; }

TEST(BuildLock, ItsFileGoesWithIt) {
  {
    const auto lock = BuildLock::Acquire(Context(), LockPath(), NoProgress());
    ASSERT_THAT(lock, IsOk());
    EXPECT_TRUE(std::filesystem::exists(LockPath()));
  }
  EXPECT_FALSE(std::filesystem::exists(LockPath()));
}

TEST(BuildLock, TakesAFileThatALostProcessLeft) {
  ASSERT_THAT(WriteFile(LockPath(), "", 0444), IsOk());
  EXPECT_THAT(BuildLock::Acquire(Context(), LockPath(), NoProgress()), IsOk());
  EXPECT_FALSE(std::filesystem::exists(LockPath()));
}

TEST(BuildLock, IsNotGivenWhileAnotherHasIt) {
  const auto lock = BuildLock::Acquire(Context(), LockPath(), NoProgress());
  ASSERT_THAT(lock, IsOk());
  EXPECT_THAT(BuildLock::Acquire(Context().WithTimeout(absl::Milliseconds(250)),
                                 LockPath(), NoProgress()),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST(BuildLock, WaitingForItEndsWithTheContext) {
  const auto lock = BuildLock::Acquire(Context(), LockPath(), NoProgress());
  ASSERT_THAT(lock, IsOk());
  Cancellation cancellation;
  std::optional<absl::Status> status;
  std::thread waiting([&] {
    status = BuildLock::Acquire(Context().WithCancellation(cancellation),
                                LockPath(), NoProgress())
                 .status();
  });
  cancellation.Cancel();
  waiting.join();
  EXPECT_THAT(*status, StatusIs(absl::StatusCode::kCancelled));
}

TEST(BuildLock, OneHasItAtATimeThoughEachRemovesTheFile) {
  std::atomic<int> holders = 0;
  std::atomic<int> turns = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 3; ++turn) {
        const auto lock =
            BuildLock::Acquire(Context(), LockPath(), NoProgress());
        ASSERT_THAT(lock, IsOk());
        EXPECT_EQ(++holders, 1);
        ++turns;
        --holders;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(turns, 12);
}

TEST(BuildLock, SaysWhichFileItCannotMake) {
  EXPECT_THAT(
      BuildLock::Acquire(Context(), "/no/such/folder/lock", NoProgress()),
      StatusIs(absl::StatusCode::kNotFound,
               ::testing::HasSubstr("'/no/such/folder/lock'")));
}

TEST(FreeBuildLocks, AreThoseThatNobodyHas) {
  const UserFolders folders;
  const std::string left = BuildLockPath("0123456789ab");
  ASSERT_THAT(WriteFile(left, "", 0644), IsOk());
  ASSERT_THAT(
      WriteFile(folders.temporary() + "/minidcos-image-x.lock", "", 0644),
      IsOk());
  {
    const auto held =
        BuildLock::Acquire(Context(), BuildLockPath("ab"), NoProgress());
    ASSERT_THAT(held, IsOk());
    EXPECT_THAT(FindFreeBuildLocks(), ::testing::ElementsAre(left));
    EXPECT_THAT(RemoveFreeBuildLock(BuildLockPath("ab")), IsOk());
    EXPECT_TRUE(std::filesystem::exists(BuildLockPath("ab")));
  }
  EXPECT_THAT(RemoveFreeBuildLock(left), IsOk());
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_THAT(RemoveFreeBuildLock(left), IsOk()) << "it is gone";
}

}  // namespace
}  // namespace minidcos
