// The Tab key with a real cluster on a real engine.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "testing/completion/shell_at_terminal.h"
#include "testing/e2e/e2e.h"

namespace minidcos {
namespace {

class Completed : public E2eTest {
 protected:
  // On a busy machine the engine may not answer as soon as a user would have
  // it.
  static void ExpectInTime(ShellAtTerminal& shell, const std::string& line,
                           const std::string& expected) {
    constexpr int kTimes = 5;
    std::string last;
    for (int i = 0; i < kTimes && last != expected; ++i) {
      last = shell.Complete(line);
    }
    EXPECT_EQ(last, expected);
  }

  void ExpectCompleted(const std::string& shell_name) const {
    ShellAtTerminal shell(shell_name, {.timeout = absl::Minutes(3)});
    const std::string inspect = absl::StrCat("minidcos inspect -c ", id());
    ExpectInTime(shell, inspect.substr(0, inspect.size() - 1), inspect + " ");
    const std::string ssh = absl::StrCat("minidcos-ssh -c ", id(), " --node ");
    ExpectInTime(shell, ssh + "a", ssh + "agent_0 ");
    EXPECT_EQ(shell.Complete(ssh + "p"), ssh + "p");
  }
};

TEST_F(Completed, KnowsTheClusterAndItsNodes) {
  const ToolResult made = Run("provision", {"--agents=1", "--public-agents=0"});
  ASSERT_EQ(made.exit_code, 0) << made;
  ExpectCompleted("bash");
  ExpectCompleted("zsh");
}

}  // namespace
}  // namespace minidcos
