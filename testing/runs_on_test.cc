#include "testing/runs_on.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"
#include "testing/fake_transport.h"

namespace minidcos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Ne;
using ::testing::Not;
using ::testing::PrintToString;

Node Answering(const absl::StatusOr<CommandResult>& result) {
  return FakeNode(
      NodeRole::kAgent, 0, "172.17.0.3",
      std::make_shared<FakeTransport>(
          [result](const Context&, const FakeCall&) { return result; }));
}

// What a matcher says of a run that it does not match.
template <typename Matcher>
std::string Complaint(const NodeRun& run, const Matcher& matcher) {
  ::testing::TestPartResultArray failures;
  {
    const ::testing::ScopedFakeTestPartResultReporter reporter(
        ::testing::ScopedFakeTestPartResultReporter::
            INTERCEPT_ONLY_CURRENT_THREAD,
        &failures);
    EXPECT_THAT(run, matcher);
  }
  return failures.size() == 1 ? failures.GetTestPartResult(0).message()
                              : "no failure";
}

TEST(RunsOn, GivesTheLineToAShell) {
  const auto transport = std::make_shared<FakeTransport>(
      [](const Context&, const FakeCall&) { return CommandResult{}; });
  const Node node = FakeNode(NodeRole::kMaster, 0, "172.17.0.2", transport);
  EXPECT_TRUE(RunsOn(node, "echo $HOME | wc"));
  ASSERT_EQ(transport->calls().size(), 1u);
  EXPECT_EQ(transport->calls().front().Line(), "/bin/sh -c echo $HOME | wc");
}

TEST(RunsOn, IsTrueOrFalseByTheExitCode) {
  EXPECT_TRUE(RunsOn(Answering(CommandResult{.exit_code = 0}), "x"));
  EXPECT_FALSE(RunsOn(Answering(CommandResult{.exit_code = 1}), "x"));
}

TEST(RunsOn, IsNeitherOnANodeThatCannotBeReached) {
  const NodeRun run = RunsOn(Answering(absl::UnavailableError("gone")), "x");
  EXPECT_FALSE(static_cast<::testing::AssertionResult>(run));
  EXPECT_FALSE(static_cast<bool>(!run));
  EXPECT_THAT(PrintToString(run),
              AllOf(HasSubstr("'x' on agent_0, which could not be run"),
                    HasSubstr("gone")));
}

TEST(RunsOn, ShowsExitCodeAndOutputInItsFailure) {
  const Node node = Answering(CommandResult{
      .exit_code = 3, .stdout_text = "a\nb\n", .stderr_text = "no\n"});
  EXPECT_NONFATAL_FAILURE(EXPECT_TRUE(RunsOn(node, "is it")),
                          "Actual: false ('is it' on agent_0, which exits with "
                          "3\n  stdout | a\n  stdout | b\n  stderr | no)");
  EXPECT_NONFATAL_FAILURE(
      EXPECT_FALSE(
          RunsOn(Answering(CommandResult{.stdout_text = "yes\n"}), "is it")),
      "'is it' on agent_0, which exits with 0\n  stdout | yes");
}

TEST(RunsOn, ShowsTheEndOfLongOutput) {
  const NodeRun run =
      RunsOn(Answering(CommandResult{.stdout_text = std::string(5000, 'a') +
                                                    std::string(4096, 'b')}),
             "x");
  EXPECT_THAT(PrintToString(run),
              AllOf(HasSubstr("[5000 bytes before this are not shown]"),
                    HasSubstr(std::string(4096, 'b')), Not(HasSubstr("aa"))));
}

TEST(Prints, ComparesWithoutTheLastEndOfLine) {
  const NodeRun run =
      RunsOn(Answering(CommandResult{.stdout_text = "agent-0\n"}), "hostname");
  EXPECT_THAT(run, Prints("agent-0"));
  EXPECT_THAT(run, Prints(HasSubstr("agent")));
  EXPECT_THAT(run, Prints(Not(HasSubstr("master"))));
  EXPECT_THAT(run, Not(Prints("master-0")));
  EXPECT_THAT(Complaint(run, Prints("master-0")),
              AllOf(HasSubstr("Expected: exits with 0 and prints what is equal "
                              "to \"master-0\""),
                    HasSubstr("'hostname' on agent_0, which exits with 0\n"
                              "  stdout | agent-0")));
}

TEST(Prints, WantsTheExitCodeZero) {
  const NodeRun run = RunsOn(
      Answering(CommandResult{.exit_code = 1, .stdout_text = "agent-0\n"}),
      "hostname");
  EXPECT_THAT(run, Not(Prints("agent-0")));
  EXPECT_THAT(Complaint(run, Prints("agent-0")), HasSubstr("exits with 1"));
}

TEST(PrintsError, LooksAtStandardErrorWhateverTheExitCode) {
  const NodeRun run = RunsOn(
      Answering(CommandResult{.exit_code = 2, .stderr_text = "no\n"}), "ls");
  EXPECT_THAT(run, PrintsError("no"));
  EXPECT_THAT(Complaint(run, PrintsError("yes")),
              HasSubstr("prints an error that is equal to \"yes\""));
}

TEST(ExitsWith, MatchesTheCode) {
  const NodeRun run = RunsOn(Answering(CommandResult{.exit_code = 3}), "x");
  EXPECT_THAT(run, ExitsWith(3));
  EXPECT_THAT(run, ExitsWith(Ne(0)));
  EXPECT_THAT(Complaint(run, ExitsWith(4)),
              AllOf(HasSubstr("has an exit code that is equal to 4"),
                    HasSubstr("exits with 3")));
}

TEST(Matchers, MatchNothingThatCouldNotBeRun) {
  const NodeRun run = RunsOn(Answering(absl::UnavailableError("gone")), "x");
  for (const std::string& complaint :
       {Complaint(run, Prints("")), Complaint(run, PrintsError("")),
        Complaint(run, ExitsWith(0))}) {
    EXPECT_THAT(complaint, HasSubstr("could not be run to its end"));
  }
}

TEST(SoonRunsOn, TriesUntilItExitsWithZero) {
  const auto tries = std::make_shared<int>(0);
  const Node node =
      FakeNode(NodeRole::kAgent, 0, "172.17.0.3",
               std::make_shared<FakeTransport>(
                   [tries](const Context&,
                           const FakeCall&) -> absl::StatusOr<CommandResult> {
                     switch (++*tries) {
                       case 1:
                         return absl::UnavailableError("booting");
                       case 2:
                         return CommandResult{.exit_code = 1};
                       default:
                         return CommandResult{.stdout_text = "up"};
                     }
                   }));
  EXPECT_THAT(SoonRunsOn(node, "x", absl::Minutes(1)), Prints("up"));
  EXPECT_EQ(*tries, 3);
}

TEST(SoonRunsOn, GivesTheLastRunWhenTheTimeIsOver) {
  const Node node =
      Answering(CommandResult{.exit_code = 1, .stderr_text = "not yet\n"});
  EXPECT_THAT(SoonRunsOn(node, "x", absl::Seconds(1)), PrintsError("not yet"));
}

}  // namespace
}  // namespace minidcos
