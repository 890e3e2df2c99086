// cluster_test and cluster_suite (testing/cluster_test.bzl) in Bazel: what they
// are given, what they leave behind when all is well, and when it is not.

#include <signal.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/cluster/bundle/read_bundle.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/e2e/nested_bazel.h"
#include "testing/status_matchers.h"
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

// Bazel waits 15 s between SIGTERM and SIGKILL.
constexpr absl::Duration kCleanUpTimeout = absl::Seconds(30);

// ID and FOLDER stand for this test's cluster and temporary folder, CLUSTER for
// the arguments that make that cluster.
constexpr char kBuildFile[] = R"(
load("@minidcos//testing:cluster_test.bzl", "cluster_suite", "cluster_test")

[cluster_test(
    name = side,
    srcs = ["meets.sh"],
    args = [side],
    agents = 0,
    public_agents = 0,
) for side in ["left", "right"]]

cluster_test(name = "fails", srcs = ["fails.sh"], CLUSTER)

cluster_test(name = "waits", srcs = ["waits.sh"], CLUSTER)

cluster_test(
    name = "asked",
    srcs = ["asked.sh"],
    shard_count = 2,
    env = {"GREETING": "it's $here"},
    agents = 0,
    public_agents = 0,
    node_options = ["--sysctl=net.core.somaxconn=77"],
)

[sh_test(name = name, srcs = ["member.sh"], args = [], tags = ["manual"])
 for name in ["one", "two", "bad"]]

cluster_suite(name = "suite", tests = [":one", ":bad", ":two"], CLUSTER)
)";
constexpr char kCluster[] =
    "agents = 0, public_agents = 0, "
    "node_options = [\"--cluster-id=ID\", \"--workspace-dir=FOLDER\"]";

class ClusterTestRule : public E2eTest {
 protected:
  // Its server takes as long to start as a test to run.
  static void SetUpTestSuite() { bazel_ = std::make_unique<NestedBazel>(); }
  static void TearDownTestSuite() { bazel_.reset(); }

  ClusterTestRule()
      : meeting_(*ScopedFolder::Make("/tmp", "minidcos-meeting-")) {
    for (const auto& [name, content] : Project()) bazel_->Write(name, content);
  }

  ToolResult Test(std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {"test", "--jobs=4", "--local_cpu_resources=4", Meeting()});
    return bazel_->Run(words);
  }

  // Starts //:waits and returns once its cluster is ready.
  std::unique_ptr<RunningTool> StartWaiting() const {
    auto bazel = bazel_->Start({"test", Meeting(), "//:waits"});
    EXPECT_TRUE(Soon([this] { return !Met("waits").empty(); }));
    return bazel;
  }

  // What a test has written into the folder where they meet; empty if nothing.
  std::string Met(const std::string& name) const {
    const auto content = ReadFile(absl::StrCat(meeting_.path(), "/", name));
    return content.ok() ? std::string(absl::StripAsciiWhitespace(*content))
                        : "";
  }
  void Forget(const std::string& name) const {
    ASSERT_THAT(RemoveTree(absl::StrCat(meeting_.path(), "/", name)), IsOk());
  }

  std::string ResultPath(const std::string& test,
                         const std::string& file) const {
    return bazel_->ResultPath(test, file);
  }
  std::string Result(const std::string& test, const std::string& file) const {
    const auto content = ReadFile(ResultPath(test, file));
    EXPECT_THAT(content, IsOk());
    return content.ok() ? *content : "";
  }

  // The nodes' journals in the undeclared outputs of a test.
  std::string Journals(const std::string& test) const {
    const std::map<std::string, std::string> outputs =
        ReadBundle(ResultPath(test, "test.outputs/outputs.zip"));
    const auto found = outputs.find("cluster.tar.gz");
    if (found == outputs.end()) return "";
    const std::string path = absl::StrCat(meeting_.path(), "/cluster.tar.gz");
    EXPECT_THAT(WriteFile(path, found->second, 0600), IsOk());
    std::string journals;
    for (const auto& [name, content] : ReadBundle(path)) {
      if (absl::StrContains(name, "journal")) {
        absl::StrAppend(&journals, content);
      }
    }
    return journals;
  }

  static bool Soon(const std::function<bool()>& condition,
                   absl::Duration within = absl::Minutes(2)) {
    const Context ctx = Context().WithTimeout(within);
    while (!condition()) {
      if (!ctx.WaitFor(absl::Milliseconds(100)).ok()) return false;
    }
    return true;
  }

  bool IsNothingLeftSoon() const {
    return Soon([this] { return WhatIsLeft().empty(); }, kCleanUpTimeout);
  }

  const ScopedFolder meeting_;

 private:
  std::string Meeting() const {
    return absl::StrCat("--test_env=MEETING=", meeting_.path());
  }

  std::map<std::string, std::string> Project() const {
    return {
        {"BUILD.bazel",
         absl::StrReplaceAll(
             absl::StrReplaceAll(kBuildFile, {{"CLUSTER", kCluster}}),
             {{"ID", id()}, {"FOLDER", temporary_folder()}})},
        {"meets.sh",
         "#!/bin/bash -e\n"
         "echo $MINIDCOS_CLUSTER_ID >$MEETING/$1\n"
         "until [[ -s $MEETING/left && -s $MEETING/right ]]; do sleep 0.1; "
         "done\n"
         "[[ $(minidcos exec -c $MINIDCOS_CLUSTER_ID hostname) == master-0 "
         "]]\n"},
        {"fails.sh",
         "#!/bin/bash\n"
         "minidcos exec -c $MINIDCOS_CLUSTER_ID logger of the test\n"
         "echo it fails\nexit 9\n"},
        {"waits.sh",
         "#!/bin/bash\necho $PPID >$MEETING/waits\nexec tail -f /dev/null\n"},
        {"asked.sh",
         "#!/bin/bash\n"
         "echo \"$GREETING, $* of $TESTBRIDGE_TEST_ONLY\"\n"
         "touch $TEST_SHARD_STATUS_FILE\n"
         "echo $MINIDCOS_CLUSTER_ID >$MEETING/shard$TEST_SHARD_INDEX\n"
         "minidcos exec -c $MINIDCOS_CLUSTER_ID sysctl net.core.somaxconn\n"},
        {"member.sh",
         "#!/bin/bash\n"
         "echo \"${TEST_TARGET#//:} is on $MINIDCOS_CLUSTER_ID\"\n"
         "[[ $TEST_TARGET != *bad ]]\n"}};
  }

  static inline std::unique_ptr<NestedBazel> bazel_;
};

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

TEST_F(ClusterTestRule, HandsOnWhatBazelAndTheTargetSay) {
  const ToolResult done =
      Test({"--test_filter=Some.Case", "--test_arg=--deep", "//:asked"});
  ASSERT_EQ(done.exit_code, 0) << done;
  for (const char* shard : {"shard_1_of_2", "shard_2_of_2"}) {
    EXPECT_THAT(Result(absl::StrCat("asked/", shard), "test.log"),
                AllOf(HasSubstr("it's $here, --deep of Some.Case"),
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

}  // namespace
}  // namespace minidcos
