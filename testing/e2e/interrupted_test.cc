// Tools that are interrupted or killed on a real engine leave nothing, or
// nothing that clean does not find.

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Interrupted : public E2eTest {
 protected:
  // Waits until `count` containers of the cluster are there.
  void WaitForContainers(int count) {
    const Context ctx = Deadline();
    while (WhatIsOnTheEngine() < count) {
      ASSERT_THAT(ctx.WaitFor(absl::Milliseconds(5)), IsOk());
    }
  }

  int WhatIsOnTheEngine() {
    const auto containers = docker().ListContainers(
        Deadline(), {{"label", {absl::StrCat(kClusterIdLabel, "=", id())}}});
    EXPECT_THAT(containers, IsOk());
    return containers->items_size();
  }
};

class InterruptedBy : public Interrupted,
                      public ::testing::WithParamInterface<int> {};

TEST_P(InterruptedBy, ProvisionRemovesWhatItMadeAndDiesOfTheSignal) {
  const auto provision = Start("provision", {"--agents=3"});
  WaitForContainers(1);

  provision->SendSignal(GetParam());

  const ToolResult result = provision->Wait();
  EXPECT_EQ(result.signal_number, GetParam()) << result;
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Signals, InterruptedBy,
                         ::testing::Values(SIGINT, SIGTERM, SIGHUP));

TEST_F(Interrupted, ProvisionThatIsKilledLeavesAHalfMadeCluster) {
  const auto provision = Start("provision", {"--agents=3"});
  // All: what the engine has been asked for, it makes, whoever has died.
  WaitForContainers(5);
  provision->SendSignal(SIGKILL);
  EXPECT_EQ(provision->Wait().signal_number, SIGKILL);

  EXPECT_THAT(Run("list", {}).out, Not(HasSubstr(id())));
  EXPECT_THAT(Run("list", {"-l"}).out,
              ContainsRegex(absl::StrCat(id(), " .* creating")));
  EXPECT_EQ(Run("provision", {}).exit_code, 4) << "the id is still taken";
  EXPECT_EQ(Run("destroy", {}).exit_code, 0);
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

}  // namespace
}  // namespace minidcos
