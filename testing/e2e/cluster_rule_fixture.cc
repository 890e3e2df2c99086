#include "testing/e2e/cluster_rule_fixture.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/tar.h"
#include "common/cluster/bundle/read_bundle.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/nested_bazel.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::IsEmpty;
using ::testing::PrintToString;

// Bazel waits 15 s between SIGTERM and SIGKILL.
constexpr absl::Duration kCleanUpTimeout = absl::Seconds(30);

// A lease is 20 s; the machine may be busy.
constexpr absl::Duration kLeaseTimeout = absl::Minutes(2);

// ID and FOLDER stand for this test's cluster and temporary folder, CLUSTER for
// the arguments that make that cluster.
constexpr char kBuildFile[] = R"build(
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
    name = "unready",
    srcs = ["waits.sh"],
    agents = 0,
    installer = "unready.sh",
    node_options = ["--cluster-id=ID", "--workspace-dir=FOLDER", "--timeout=5s"],
    public_agents = 0,
)

cluster_test(
    name = "asked",
    srcs = ["asked.sh"],
    shard_count = 2,
    env = {"GREETING": "it's $here", "PAGE": "$(rootpath page)"},
    data = ["page"],
    agents = 0,
    public_agents = 0,
    node_options = ["--sysctl=net.core.somaxconn=77"],
)

[sh_test(name = name, srcs = ["member.sh"], args = [], tags = ["manual"])
 for name in ["one", "two", "bad"]]

cluster_suite(name = "suite", tests = [":one", ":bad", ":two"], CLUSTER)
)build";
constexpr char kCluster[] =
    "agents = 0, public_agents = 0, "
    "node_options = [\"--cluster-id=ID\", \"--workspace-dir=FOLDER\"]";

bool Soon(const std::function<bool()>& condition,
          absl::Duration within = absl::Minutes(2)) {
  const Context ctx = Context().WithTimeout(within);
  while (!condition()) {
    if (!ctx.WaitFor(absl::Milliseconds(100)).ok()) return false;
  }
  return true;
}

// Of a DC/OS that installs nothing.
std::string UnreadyInstaller() {
  TarWriter tar;
  tar.AddFile("dcos-genconf.0123-4567.tar", "image", 0644);
  return absl::StrCat(
      "#!/bin/bash\n# variant: None\n"
      "echo '#' >genconf/serve/dcos_install.sh\nexit 0\n#EOF#\n",
      *tar.Finish());
}

// What runs, or takes space in the engine.
bool IsOfTheEngine(const std::string& left) {
  return absl::StartsWith(left, "container ") ||
         absl::StartsWith(left, "volume ");
}

}  // namespace

ClusterTestRule::ClusterTestRule()
    : meeting_(*ScopedFolder::Make("/tmp", "minidcos-meeting-")) {
  for (const auto& [name, content] : Project()) bazel_->Write(name, content);
}

ToolResult ClusterTestRule::Test(std::vector<std::string> words) const {
  words.insert(words.begin(),
               {"test", "--jobs=4", "--local_cpu_resources=4", Meeting()});
  return bazel_->Run(words);
}

std::unique_ptr<RunningTool> ClusterTestRule::StartWaiting(
    const std::vector<std::string>& options) const {
  std::vector<std::string> words = {"test", Meeting(), "//:waits"};
  words.insert(words.end(), options.begin(), options.end());
  auto bazel = bazel_->Start(words);
  EXPECT_TRUE(Soon([this] { return !Met("waits").empty(); }));
  return bazel;
}

std::string ClusterTestRule::Met(const std::string& name) const {
  const auto content = ReadFile(absl::StrCat(meeting_.path(), "/", name));
  return content.ok() ? std::string(absl::StripAsciiWhitespace(*content)) : "";
}

void ClusterTestRule::Forget(const std::string& name) const {
  ASSERT_THAT(RemoveTree(absl::StrCat(meeting_.path(), "/", name)), IsOk());
}

std::string ClusterTestRule::Result(const std::string& test,
                                    const std::string& file) const {
  const auto content = ReadFile(bazel_->ResultPath(test, file));
  EXPECT_THAT(content, IsOk());
  return content.ok() ? *content : "";
}

std::string ClusterTestRule::Journals(const std::string& test) const {
  const std::map<std::string, std::string> outputs =
      ReadBundle(bazel_->ResultPath(test, "test.outputs/outputs.zip"));
  const auto found = outputs.find("cluster.tar.gz");
  if (found == outputs.end()) return "";
  const std::string path = absl::StrCat(meeting_.path(), "/cluster.tar.gz");
  EXPECT_THAT(WriteFile(path, found->second, 0600), IsOk());
  std::string journals;
  for (const auto& [name, content] : ReadBundle(path)) {
    if (absl::StrContains(name, "journal")) absl::StrAppend(&journals, content);
  }
  return journals;
}

bool ClusterTestRule::IsNothingLeftSoon() const {
  return Soon([this] { return WhatIsLeft().empty(); }, kCleanUpTimeout);
}

void ClusterTestRule::ExpectNothingLeftAfterTheLease() const {
  EXPECT_TRUE(Soon(
      [this] {
        const std::vector<std::string> left = WhatIsLeft();
        return std::none_of(left.begin(), left.end(), IsOfTheEngine);
      },
      kLeaseTimeout))
      << PrintToString(WhatIsLeft());
  const ToolResult cleaned = Run("clean", {"--stale"});
  EXPECT_EQ(cleaned.exit_code, 0) << cleaned;
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

std::string ClusterTestRule::Meeting() const {
  return absl::StrCat("--test_env=MEETING=", meeting_.path());
}

std::map<std::string, std::string> ClusterTestRule::Project() const {
  return {{"BUILD.bazel",
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
           "echo \"$(<$PAGE) by $DOCKER_CONFIG\"\n"
           "touch $TEST_SHARD_STATUS_FILE\n"
           "echo $MINIDCOS_CLUSTER_ID >$MEETING/shard$TEST_SHARD_INDEX\n"
           "minidcos exec -c $MINIDCOS_CLUSTER_ID sysctl net.core.somaxconn\n"},
          {"page", "of the data"},
          {"unready.sh", UnreadyInstaller()},
          {"member.sh",
           "#!/bin/bash\n"
           "echo \"${TEST_TARGET#//:} is on $MINIDCOS_CLUSTER_ID\"\n"
           "[[ $TEST_TARGET != *bad ]]\n"}};
}

}  // namespace minidcos
