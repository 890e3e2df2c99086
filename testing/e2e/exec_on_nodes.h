// What end-to-end tests of exec share: a cluster for all tests of a suite, and
// the tool on it, by every transport.

#ifndef MINIDCOS_TESTING_E2E_EXEC_ON_NODES_H_
#define MINIDCOS_TESTING_E2E_EXEC_ON_NODES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/docker/client.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {

using Words = std::vector<std::string>;

// A master and an agent, for all tests of a suite.
class SharedCluster : public E2eTest {
 public:
  SharedCluster() {
    const ToolResult made =
        Run("provision", {"--agents=1", "--public-agents=0"});
    EXPECT_EQ(made.exit_code, 0) << made;
  }
  void TestBody() override {}

  using E2eTest::docker;
  using E2eTest::id;
  using E2eTest::temporary_folder;
};

// The argument is the transport.
class ExecOnNodes : public testing::TestWithParam<std::string> {
 protected:
  static void SetUpTestSuite() { cluster_ = new SharedCluster; }
  static void TearDownTestSuite() { delete std::exchange(cluster_, nullptr); }

  static ToolOptions Options(const std::string& input = "") {
    return {.environment = {{"DOCKER_HOST", cluster_->docker().host()},
                            {"TMPDIR", cluster_->temporary_folder()},
                            {"TERM", "xterm"}},
            .input = input};
  }

  static Words All(const Words& words) {
    Words all = {"--transport", GetParam(), "-c", cluster_->id()};
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }

  static ToolResult Exec(const Words& words, const std::string& input = "") {
    return RunToEnd(ToolPath("exec"), All(words), Options(input));
  }

  // Runs a line of a shell of ours in which $EXEC is the tool.
  static ToolResult Line(const std::string& line) {
    ToolOptions options = Options();
    options.environment["EXEC"] = ToolPath("exec");
    return RunToEnd("/bin/bash", {"-c", line}, options);
  }

  // Whether a process of just these words runs on the first master. What the
  // words are part of, such as the shell that starts them, does not count.
  static bool Runs(const std::string& words) {
    return Exec({"pgrep", "-xf", words}).exit_code == 0;
  }

  static void WaitUntilRuns(const std::string& words) {
    const Context deadline = Context().WithTimeout(absl::Seconds(30));
    while (!Runs(words)) {
      ASSERT_THAT(deadline.WaitFor(absl::Milliseconds(20)), IsOk()) << words;
    }
  }

  static inline SharedCluster* cluster_ = nullptr;
};

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_E2E_EXEC_ON_NODES_H_
