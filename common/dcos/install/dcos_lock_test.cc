#include "common/dcos/install/dcos_lock.h"

#include <unistd.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"
#include "testing/local_transport.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

// This machine as a node.
class DcosLockTest : public testing::Test {
 protected:
  const ScopedFolder folder_ = *ScopedFolder::Make(testing::TempDir(), "lock");
  const std::string file_ = folder_.path() + "/lock";
  const Node node_ = FakeNode(NodeRole::kMaster, 0, "172.17.0.2",
                              std::make_shared<LocalTransport>());
  const Context ctx_ = Context().WithTimeout(absl::Minutes(1));
};

TEST_F(DcosLockTest, IsOnesOnlyUntilItGoes) {
  std::optional<DcosLock> mine;
  auto acquired = DcosLock::Acquire(ctx_, node_, file_);
  ASSERT_THAT(acquired, IsOk());
  mine.emplace(*std::move(acquired));
  EXPECT_THAT(DcosLock::Acquire(ctx_, node_, file_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("is being installed or upgraded")));
  mine.reset();
  EXPECT_THAT(DcosLock::Acquire(ctx_, node_, file_), IsOk());
}

TEST_F(DcosLockTest, TellsWhyItCannotBeHad) {
  EXPECT_THAT(DcosLock::Acquire(ctx_, node_, "/nonexistent/lock"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("master_0: locking '/nonexistent/lock'")));
}

}  // namespace
}  // namespace minidcos
