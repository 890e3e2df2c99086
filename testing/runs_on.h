// Commands on nodes for GoogleTest, and matchers of what becomes of them.
//
//   EXPECT_TRUE(RunsOn(node, "systemctl is-active docker.socket"));
//   EXPECT_THAT(RunsOn(node, "hostname"), Prints("agent-0"));
//   EXPECT_THAT(RunsOn(node, "cat /etc/motd"), Prints(HasSubstr("minidcos")));
//   EXPECT_THAT(RunsOn(node, "test -e /nowhere"), ExitsWith(1));
//   EXPECT_THAT(RunsOn(node, "ls /x"), PrintsError(HasSubstr("No such")));
//   EXPECT_TRUE(SoonRunsOn(node, "test -e /run/ready", absl::Minutes(1)));
//
// PASS
//   EXPECT_TRUE(RunsOn(node, "true"));
//   EXPECT_FALSE(RunsOn(node, "false"));
//
// FAIL
//   EXPECT_TRUE(RunsOn(node, "ls /nowhere"));
//
//   Value of: RunsOn(node, "ls /nowhere")
//     Actual: false ('ls /nowhere' on agent_0, which exits with 2
//     stderr | ls: cannot access '/nowhere': No such file or directory)
//   Expected: true
//
// FAIL, both of them, for neither is what the node said:
//   EXPECT_TRUE(RunsOn(node_that_is_gone, "true"));
//   EXPECT_FALSE(RunsOn(node_that_is_gone, "true"));

#ifndef MINIDCOS_TESTING_RUNS_ON_H_
#define MINIDCOS_TESTING_RUNS_ON_H_

#include <ostream>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace minidcos {

// A shell line that a node was given. EXPECT_TRUE holds if it has exited with
// 0, EXPECT_FALSE if with another code.
class NodeRun {
 public:
  NodeRun(std::string node, std::string line,
          absl::StatusOr<CommandResult> result)
      : node_(std::move(node)),
        line_(std::move(line)),
        result_(std::move(result)) {}

  // What came of it; an error if it could not be run, or not to its end.
  const absl::StatusOr<CommandResult>& result() const { return result_; }

  // Its standard output and error, each without the ends of lines that it ends
  // with, as $(...) gives them in a shell; empty if it could not be run.
  std::string printed() const;
  std::string printed_error() const;

  // NOLINTNEXTLINE(google-explicit-constructor): so EXPECT_TRUE takes it.
  operator ::testing::AssertionResult() const;
  ::testing::AssertionResult operator!() const;

 private:
  friend std::ostream& operator<<(std::ostream& stream, const NodeRun& run);
  bool succeeded() const { return result_.ok() && result_->exit_code == 0; }

  std::string node_;
  std::string line_;
  absl::StatusOr<CommandResult> result_;
};

// The line, the node, the exit code or why there is none, and the end of what
// was printed: at most 4 KiB of each stream.
std::ostream& operator<<(std::ostream& stream, const NodeRun& run);

// How long a line may take that RunsOn() was given no context for.
inline constexpr absl::Duration kRunTimeout = absl::Minutes(2);

// Runs the shell line `line` (/bin/sh) on `node` as root.
NodeRun RunsOn(const Node& node, absl::string_view line);
NodeRun RunsOn(const Context& ctx, const Node& node, absl::string_view line);

// Runs it again and again until it exits with 0 or `within` is over; the last
// run of it. A node that cannot be reached may be reached later.
NodeRun SoonRunsOn(const Node& node, absl::string_view line,
                   absl::Duration within);

// Matches a NodeRun that has exited with 0 and whose printed() matches
// `output`, a text or a matcher. To say what is not printed, Prints(Not(...)).
MATCHER_P(Prints, output,
          std::string(negation ? "does not exit with 0 or else prints what "
                               : "exits with 0 and prints what ") +
              ::testing::DescribeMatcher<std::string>(output)) {
  return arg.result().ok() && arg.result()->exit_code == 0 &&
         ::testing::ExplainMatchResult(output, arg.printed(), result_listener);
}

// Matches a NodeRun that has ended, with whatever code, and whose
// printed_error() matches `output`.
MATCHER_P(PrintsError, output,
          std::string(negation
                          ? "cannot be run or does not print an error that "
                          : "prints an error that ") +
              ::testing::DescribeMatcher<std::string>(output)) {
  return arg.result().ok() && ::testing::ExplainMatchResult(
                                  output, arg.printed_error(), result_listener);
}

// Matches a NodeRun that has ended with an exit code that matches `code`.
MATCHER_P(ExitsWith, code,
          std::string(negation ? "cannot be run or has no exit code that "
                               : "has an exit code that ") +
              ::testing::DescribeMatcher<int>(code)) {
  return arg.result().ok() &&
         ::testing::ExplainMatchResult(code, arg.result()->exit_code,
                                       result_listener);
}

}  // namespace minidcos

#endif  // MINIDCOS_TESTING_RUNS_ON_H_
