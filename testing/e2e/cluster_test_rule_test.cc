// cluster_test and cluster_suite (testing/cluster_test.bzl) in Bazel: what they
// are given, what they leave behind when all is well, and when it is not.

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/cluster_rule_fixture.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Bazel's exit codes.
constexpr int kTestsFailed = 3;
constexpr int kInterrupted = 8;

// Where `docker context use` would write, but for a test of Bazel's.
std::string UsersDockerConfig() {
  const char* const chosen = std::getenv("DOCKER_CONFIG");
  return chosen != nullptr
             ? chosen
             : absl::StrCat(getpwuid(getuid())->pw_dir, "/.docker");
}

TEST_F(ClusterTestRule, RunsTestsBesideEachOtherAndAgainEachTime) {
  const ToolResult first = Test({"//:left", "//:right"});
  ASSERT_EQ(first.exit_code, 0) << first;
  const std::string left = Met("left");
  EXPECT_NE(left, Met("right"));
  Forget("left");
  Forget("right");
  const ToolResult second = Test({"//:left", "//:right"});
  ASSERT_EQ(second.exit_code, 0) << second;
  EXPECT_THAT(second.out, Not(HasSubstr("(cached)")));
  EXPECT_NE(Met("left"), left);
  for (const std::string& id : {left, Met("left"), Met("right")}) {
    EXPECT_EQ(RunToEnd(ToolPath("inspect"), {"-c", id}).exit_code, 3) << id;
  }
}

TEST_F(ClusterTestRule, LeavesTheJournalsOfATestThatFails) {
  const ToolResult failed = Test({"//:fails"});
  EXPECT_EQ(failed.exit_code, kTestsFailed) << failed;
  EXPECT_THAT(failed.out, HasSubstr("it fails"));
  EXPECT_THAT(Result("fails", "test.xml"), HasSubstr("error code 9"));
  EXPECT_THAT(Journals("fails"), HasSubstr("of the test"));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(ClusterTestRule, LeavesTheJournalsOfAClusterThatDoesNotGetReady) {
  const ToolResult failed = Test({"//:unready"});
  EXPECT_EQ(failed.exit_code, kTestsFailed) << failed;
  EXPECT_EQ(Met("waits"), "") << "it ran";
  EXPECT_THAT(Journals("unready"), HasSubstr("systemd")) << failed;
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(ClusterTestRule, HandsOnWhatBazelAndTheTargetSay) {
  const ToolResult done =
      Test({"--test_filter=Some.Case", "--test_arg=--deep", "//:asked"});
  ASSERT_EQ(done.exit_code, 0) << done;
  for (const char* shard : {"shard_1_of_2", "shard_2_of_2"}) {
    EXPECT_THAT(Result(absl::StrCat("asked/", shard), "test.log"),
                AllOf(HasSubstr("it's $here, --deep of Some.Case"),
                      HasSubstr("of the data by " + UsersDockerConfig()),
                      HasSubstr("net.core.somaxconn = 77")));
  }
  EXPECT_THAT(Met("shard0"), Not(IsEmpty()));
  EXPECT_NE(Met("shard0"), Met("shard1"));
}

TEST_F(ClusterTestRule, LetsTestsOfASuiteShareACluster) {
  const ToolResult failed = Test({"//:suite"});
  EXPECT_EQ(failed.exit_code, kTestsFailed) << failed;
  const std::string log = Result("suite", "test.log");
  for (const char* name : {"one", "bad", "two"}) {
    EXPECT_THAT(log, HasSubstr(absl::StrCat(name, " is on ", id(), "\n")));
  }
  EXPECT_THAT(log,
              AllOf(HasSubstr("PASSED  //:one"), HasSubstr("FAILED  //:bad"),
                    HasSubstr("PASSED  //:two")));
  EXPECT_THAT(
      Result("suite", "test.xml"),
      HasSubstr("<testsuites tests=\"3\" failures=\"0\" errors=\"1\">"));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(ClusterTestRule, LeavesNothingAtATimeOut) {
  const ToolResult late = Test({"--test_timeout=30", "//:waits"});
  EXPECT_EQ(late.exit_code, kTestsFailed) << late;
  EXPECT_THAT(late.out, HasSubstr("TIMEOUT"));
  // The machine may have been too slow for a cluster within the time.
  if (!Met("waits").empty()) {
    EXPECT_THAT(Journals("waits"), HasSubstr("systemd"));
  }
  EXPECT_TRUE(IsNothingLeftSoon()) << ::testing::PrintToString(WhatIsLeft());
}

TEST_F(ClusterTestRule, LeavesNothingAtCtrlC) {
  const auto running = StartWaiting();
  running->SendSignal(SIGINT);
  const ToolResult interrupted = running->Wait();
  EXPECT_EQ(interrupted.exit_code, kInterrupted) << interrupted;
  EXPECT_TRUE(IsNothingLeftSoon()) << ::testing::PrintToString(WhatIsLeft());
}

// As Bazel does without that option in .bazelrc.
TEST_F(ClusterTestRule, LeavesNothingOnceItsLeaseIsOverWhenBazelKillsIt) {
  const auto running =
      StartWaiting({"--noexperimental_process_wrapper_graceful_sigterm"});
  running->SendSignal(SIGINT);
  const ToolResult interrupted = running->Wait();
  EXPECT_EQ(interrupted.exit_code, kInterrupted) << interrupted;
  ExpectNothingLeftAfterTheLease();
}

TEST_F(ClusterTestRule, LeavesNothingOnceItsLeaseIsOverWhenItIsKilled) {
  const auto running = StartWaiting();
  int with = 0;
  ASSERT_TRUE(absl::SimpleAtoi(Met("waits"), &with));
  ASSERT_EQ(kill(with, SIGKILL), 0);
  const ToolResult killed = running->Wait();
  EXPECT_EQ(killed.exit_code, kTestsFailed) << killed;
  ExpectNothingLeftAfterTheLease();
}

}  // namespace
}  // namespace minidcos
