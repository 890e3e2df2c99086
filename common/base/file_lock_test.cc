#include "common/base/file_lock.h"

#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/fd.h"
#include "common/base/files.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

class LockFileTest : public testing::Test {
 protected:
  const ScopedFolder folder_ = *ScopedFolder::Make("/tmp", "lock-test-");
  const std::string path_ = folder_.path() + "/lock";
};

TEST_F(LockFileTest, IsHeldByOneAtATime) {
  const absl::StatusOr<Fd> first = LockFile(Context(), path_);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(LockFile(Context().WithTimeout(absl::Milliseconds(20)), path_),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(LockFileTest, GoesWithItsDescriptor) {
  { EXPECT_THAT(LockFile(Context(), path_), IsOk()); }
  EXPECT_THAT(LockFile(Context().WithTimeout(absl::Minutes(1)), path_), IsOk());
}

TEST_F(LockFileTest, IsOfTheFileThatHasTheName) {
  absl::StatusOr<Fd> first = LockFile(Context(), path_);
  ASSERT_THAT(first, IsOk());
  absl::StatusOr<Fd> second = absl::UnknownError("not called");
  std::thread waiter([&] {
    second = LockFile(Context().WithTimeout(absl::Minutes(1)), path_);
  });
  ASSERT_THAT(RemoveTree(path_), IsOk());
  first->Reset();
  waiter.join();
  EXPECT_THAT(second, IsOk());
  EXPECT_THAT(LockFile(Context().WithTimeout(absl::Milliseconds(20)), path_),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(LockFileTest, NeedsItsFolder) {
  EXPECT_THAT(LockFile(Context(), path_ + "/x/y"),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
