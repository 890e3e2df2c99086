#include "common/cluster/provision/host_limits.h"

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(CheckInotifyInstances, LetsTheLastNodeThatFitsIn) {
  EXPECT_THAT(CheckInotifyInstances(128, 0, 32), IsOk());
  EXPECT_THAT(CheckInotifyInstances(128, 11, 21), IsOk());
}

TEST(CheckInotifyInstances, CountsRunningNodesAndSaysWhatToRun) {
  EXPECT_THAT(
      CheckInotifyInstances(128, 12, 21),
      StatusIs(
          absl::StatusCode::kFailedPrecondition,
          AllOf(HasSubstr("need 132"), HasSubstr("allows 128"),
                HasSubstr("sysctl -w fs.inotify.max_user_instances=1024"))));
}

TEST(CheckInotifyInstances, NamesALimitThatIsEnough) {
  EXPECT_THAT(CheckInotifyInstances(1024, 0, 300),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("max_user_instances=2048")));
}

TEST(InotifyInstanceLimit, IsNotToldForAnEngineElsewhere) {
  EXPECT_FALSE(InotifyInstanceLimit("tcp://127.0.0.1:2375").has_value());
}

}  // namespace
}  // namespace minidcos
