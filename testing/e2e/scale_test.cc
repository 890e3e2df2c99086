// Large clusters: what our tools ask of the engine grows no faster than the
// number of nodes. Time is not tested; the benchmark `scale` measures it.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/call_counter.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class ScaleTest : public E2eTest {
 protected:
  ScaleTest() {
    auto counter = CallCounter::Start(
        socket_, std::string(absl::StripPrefix(docker().host(), "unix://")));
    EXPECT_THAT(counter, IsOk());
    counter_ = *std::move(counter);
  }

  // Runs a tool on this test's cluster, and adds the engine's calls that it
  // made to `calls`.
  ToolResult Count(const std::string& tool, std::vector<std::string> words,
                   std::map<std::string, int>& calls) {
    words.insert(words.begin(), {"--cluster-id", id()});
    const int before = counter_->calls();
    ToolResult result =
        RunToEnd(ToolPath(tool), words,
                 {.environment = {{"DOCKER_HOST", "unix://" + socket_},
                                  {"TMPDIR", folder_.path()}},
                  .timeout = absl::Minutes(8)});
    EXPECT_EQ(result.exit_code, 0) << tool << ": " << result;
    calls[tool] += counter_->calls() - before;
    return result;
  }

  // The calls of each tool in the life of a cluster.
  std::map<std::string, int> CallsOf(int nodes) {
    std::map<std::string, int> calls;
    Count("provision",
          {absl::StrCat("--agents=", nodes - 1), "--public-agents=0"}, calls);
    Count("list", {"-l"}, calls);
    Count("inspect", {}, calls);
    Count("send-file", {"--all", "/etc/hostname", "/root/sent"}, calls);
    const std::vector<std::string> names = absl::StrSplit(
        Count("exec", {"--all", "--no-prefix", "hostname"}, calls).out, '\n',
        absl::SkipEmpty());
    EXPECT_THAT(names, SizeIs(nodes));
    Count("logs", {"-n", "1"}, calls);
    Count("destroy", {}, calls);
    EXPECT_THAT(WhatIsLeft(), IsEmpty());
    return calls;
  }

 private:
  const ScopedFolder folder_ = *ScopedFolder::Make("/tmp", "minidcos-scale-");
  const std::string socket_ = folder_.path() + "/calls";
  std::unique_ptr<CallCounter> counter_;
};

TEST_F(ScaleTest, FiftyNodesTakeNoMoreCallsEachThanTen) {
  const std::map<std::string, int> few = CallsOf(10);
  const std::map<std::string, int> many = CallsOf(50);
  for (const auto& [tool, calls] : many) {
    EXPECT_GT(calls, 0) << tool;
    EXPECT_LE(calls / 50.0, few.at(tool) / 10.0) << tool;
  }
}

}  // namespace
}  // namespace minidcos
