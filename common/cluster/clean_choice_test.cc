#include "common/cluster/clean_choice.h"

#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/base/process_id.h"
#include "gtest/gtest.h"
#include "testing/dead_process.h"

namespace minidcos {
namespace {

constexpr CleanChoice kTake = CleanChoice::kTake;
constexpr CleanChoice kLeave = CleanChoice::kLeave;
constexpr CleanChoice kToItsCreate = CleanChoice::kLeaveToItsCreate;

const absl::Time kNow = absl::FromUnixSeconds(1'000'000);
const absl::Time kNever = absl::InfiniteFuture();
const absl::Time kPast = kNow - absl::Seconds(1);
const absl::Time kFuture = kNow + absl::Seconds(1);

const std::string kHere = ThisProcess();
const std::string kGone = DeadProcess();
const std::string kElsewhere = "other/boot/1/2";

struct Case {
  std::string name;
  CleanCandidate candidate;
  CleanChoice stale;
  // With a condition that is no --stale and that it meets.
  CleanChoice otherwise;
};

CleanCandidate Candidate(const std::set<std::string>& creators,
                         bool is_complete, absl::Time expires) {
  return {.cluster_id = "x",
          .creators = creators,
          .is_complete = is_complete,
          .created = kPast - absl::Hours(1),
          .expires = expires};
}

TEST(Choose, TellsTheDeadFromTheLiving) {
  const std::vector<Case> cases = {
      {"complete", Candidate({kGone}, true, kNever), kLeave, kTake},
      {"complete, to expire", Candidate({kGone}, true, kFuture), kLeave, kTake},
      {"complete, expired", Candidate({kGone}, true, kPast), kTake, kTake},
      {"complete, its maker alive, expired", Candidate({kHere}, true, kPast),
       kTake, kTake},
      {"of another host", Candidate({kElsewhere}, true, kNever), kLeave, kTake},
      {"of another host, expired", Candidate({kElsewhere}, true, kPast), kTake,
       kTake},
      {"left half-made", Candidate({kGone}, false, kNever), kTake, kTake},
      {"left half-made, to expire", Candidate({kGone}, false, kFuture), kTake,
       kTake},
      {"being made", Candidate({kHere}, false, kNever), kLeave, kToItsCreate},
      {"being made, expired", Candidate({kHere}, false, kPast), kLeave,
       kToItsCreate},
      {"half-made on another host", Candidate({kElsewhere}, false, kNever),
       kLeave, kToItsCreate},
      {"half-made on another host, expired",
       Candidate({kElsewhere}, false, kPast), kTake, kToItsCreate},
      {"of two creates", Candidate({kGone, kHere}, false, kNever), kLeave,
       kToItsCreate},
      {"of two creates, expired", Candidate({kGone, kHere}, false, kPast),
       kLeave, kToItsCreate},
      {"of an unknown maker", Candidate({}, false, kNever), kLeave, kTake},
      {"of an unknown maker, expired", Candidate({}, false, kPast), kTake,
       kTake},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    EXPECT_EQ(Choose({}, test.candidate, kNow), kTake);
    EXPECT_EQ(Choose({.stale = true}, test.candidate, kNow), test.stale);
    EXPECT_EQ(Choose({.cluster_id = "x"}, test.candidate, kNow),
              test.otherwise);
    EXPECT_EQ(Choose({.older_than = absl::Hours(1)}, test.candidate, kNow),
              test.otherwise);
    EXPECT_EQ(Choose({.cluster_id = "y"}, test.candidate, kNow), kLeave);
    EXPECT_EQ(Choose({.older_than = absl::Hours(2)}, test.candidate, kNow),
              kLeave);
  }
}

TEST(Choose, AppliesAllConditions) {
  const CleanCandidate dead = Candidate({kGone}, false, kNever);
  EXPECT_EQ(Choose({.stale = true, .older_than = absl::Hours(1)}, dead, kNow),
            kTake);
  EXPECT_EQ(Choose({.stale = true, .older_than = absl::Hours(2)}, dead, kNow),
            kLeave);
  EXPECT_EQ(Choose({.cluster_id = "y", .stale = true}, dead, kNow), kLeave);
}

// Of a script whose variable happens to be 0.
TEST(Choose, TakesWithNoAgeWhatIsNotBeingMade) {
  const CleanConditions conditions = {.older_than = absl::ZeroDuration()};
  EXPECT_EQ(Choose(conditions, Candidate({kHere}, false, kNever), kNow),
            kToItsCreate);
  EXPECT_EQ(Choose(conditions, Candidate({kHere}, true, kNever), kNow), kTake);
  EXPECT_EQ(Choose(conditions, Candidate({kGone}, false, kNever), kNow), kTake);
}

TEST(Choose, TakesWhatIsOfNoCluster) {
  const CleanCandidate helper = {.creators = {kGone}};
  EXPECT_EQ(Choose({.stale = true}, helper, kNow), kTake);
  EXPECT_EQ(Choose({.cluster_id = "x"}, helper, kNow), kLeave);
}

TEST(Choose, TakesWithStaleWhatHasLostItsOwner) {
  const auto choose = [](const std::set<std::string>& owners) {
    CleanCandidate candidate = Candidate({kGone}, true, kNever);
    candidate.owners = owners;
    return Choose({.stale = true}, candidate, kNow);
  };
  EXPECT_EQ(choose({kGone}), kTake);
  EXPECT_EQ(choose({kHere}), kLeave);
  EXPECT_EQ(choose({kElsewhere}), kLeave);
  EXPECT_EQ(choose({kGone, kHere}), kLeave);
  EXPECT_EQ(choose({}), kLeave) << "of a cluster that is kept";
}

}  // namespace
}  // namespace minidcos
