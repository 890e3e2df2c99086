#include "common/cluster/lease/lease.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/lease/lease_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class LeaseTest : public LeaseFixture {
 protected:
  // One that is renewed all the time.
  std::unique_ptr<Lease> MakeLease(absl::Duration length = kLeaseLength) {
    return std::make_unique<Lease>(
        [this](absl::string_view words) {
          const absl::MutexLock lock(&mutex_);
          warnings_.emplace_back(words);
        },
        length, absl::Milliseconds(5));
  }

  std::vector<std::string> Warnings() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return warnings_;
  }

  // Waits until there is another renewal than `known`.
  std::string Next(const std::string& known) {
    std::string now;
    while ((now = Shared()) == known || now.empty()) {
      EXPECT_THAT(limit_.WaitFor(absl::Milliseconds(1)), IsOk());
      if (!limit_.Check().ok()) break;
    }
    return now;
  }

  absl::Mutex mutex_;
  std::vector<std::string> warnings_ ABSL_GUARDED_BY(mutex_);
};

TEST_F(LeaseTest, IsRenewedUntilItsEnd) {
  AddNode("a", true);
  const auto lease = MakeLease();
  ASSERT_THAT(lease->Begin(engine_.client(), "word", workspace_), IsOk());
  const std::string first = Next(Shared());
  EXPECT_THAT(first, StartsWith("20 "));
  Next(first);
  lease->End();
  const std::string last = Shared();
  EXPECT_THAT(Context().WaitFor(absl::Milliseconds(50)), IsOk());
  EXPECT_EQ(Shared(), last);
  EXPECT_THAT(Warnings(), IsEmpty());
}

TEST_F(LeaseTest, MayNotHaveBegun) {
  const auto lease = MakeLease();
  EXPECT_THAT(lease->Lengthen(limit_), IsOk());
  EXPECT_THAT(lease->Keep(limit_), IsOk());
  lease->End();
}

TEST_F(LeaseTest, IsLongForWhoIsAboutToStopUntilHeGoesOn) {
  AddNode("a", true);
  const auto lease = MakeLease();
  ASSERT_THAT(lease->Begin(engine_.client(), "word", workspace_), IsOk());
  ASSERT_THAT(lease->Lengthen(limit_), IsOk());
  const std::string lengthened = Shared();
  EXPECT_THAT(lengthened, StartsWith("3600 "));
  EXPECT_THAT(Context().WaitFor(absl::Milliseconds(50)), IsOk());
  EXPECT_EQ(Shared(), lengthened) << "the time of several renewals later";
  lease->Resume();
  EXPECT_THAT(Next(lengthened), StartsWith("20 "));
}

TEST_F(LeaseTest, IsTakenFromNodesThatAreKept) {
  AddNode("a", true);
  const auto lease = MakeLease();
  ASSERT_THAT(lease->Begin(engine_.client(), "word", workspace_), IsOk());
  ASSERT_THAT(lease->Keep(limit_), IsOk());
  EXPECT_EQ(Own("a", kKeptFile), "");
}

TEST_F(LeaseTest, WarnsOnceThatNodesMayBeLost) {
  AddNode("a", false);
  for (int i = 0; i < 1000; ++i) {
    engine_.FailNext("PUT", "/containers/.*/archive", 500, "disk full");
  }
  const auto lease = MakeLease(absl::Milliseconds(50));
  ASSERT_THAT(lease->Begin(engine_.client(), "word", workspace_), IsOk());
  while (Warnings().empty()) {
    ASSERT_THAT(limit_.WaitFor(absl::Milliseconds(1)), IsOk());
  }
  lease->End();
  EXPECT_THAT(Warnings(), ElementsAre(AllOf(HasSubstr("for 150ms"),
                                            HasSubstr("disk full"))));
}

TEST_F(LeaseTest, EndsQuietlyWithTheWorkspace) {
  const auto lease = MakeLease(absl::Milliseconds(5));
  ASSERT_THAT(lease->Begin(engine_.client(), "word", workspace_), IsOk());
  Next(Shared());
  CondemnWorkspace(workspace_.path, "x");
  EXPECT_THAT(RemoveWorkspace(workspace_.path, "x"), IsOkAndHolds(true));
  lease->End();
  EXPECT_THAT(Warnings(), IsEmpty());
}

TEST_F(LeaseTest, FailsWithoutAWorkspace) {
  const auto lease = MakeLease();
  ASSERT_THAT(RemoveTree(workspace_.serve()), IsOk());
  EXPECT_THAT(lease->Begin(engine_.client(), "word", workspace_),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
