// Commands that are ended, and nodes that go.

#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/monotonic_clock.h"
#include "common/base/random_id.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/node/process.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/transport_contract/transport_fixture.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;

// A shell line that says "ready" and then goes on for ever, in a process and in
// a child of it, which `mark`, a number, tells from others.
std::string Endless(const std::string& mark) {
  return absl::StrCat("sleep 1", mark, " & echo ready; sleep 2", mark);
}

std::string NoneIsLeft(const std::string& mark) {
  return absl::StrCat("! grep -qsa 'sleep.[12]", mark,
                      "' /proc/[0-9]*/cmdline");
}

// A number of this test's own.
std::string Mark() {
  std::string mark = RandomHex(8);
  for (char& digit : mark) {
    if (digit > '9') digit -= 'a' - '0';
  }
  return mark;
}

absl::Status Drop(absl::string_view) { return absl::OkStatus(); }

TEST_P(TransportContract, EndsAllOfACommandThatTakesTooLong) {
  const std::string mark = Mark();
  const absl::Duration start = MonotonicNow();
  EXPECT_THAT(node().Run(Context().WithTimeout(absl::Seconds(1)),
                         {.argv = {"sh", "-c", Endless(mark)}}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_LT(MonotonicNow() - start, kEndGrace);
  EXPECT_TRUE(Becomes(NoneIsLeft(mark)));
}

TEST_P(TransportContract, EndsACommandWithATerminal) {
  const std::string mark = Mark();
  EXPECT_THAT(node().Run(Context().WithTimeout(absl::Seconds(1)),
                         {.argv = {"sh", "-c", Endless(mark)},
                          .terminal = TerminalSize()}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_TRUE(Becomes(NoneIsLeft(mark)));
}

TEST_P(TransportContract, KillsACommandThatTakesNoNotice) {
  const std::string mark = Mark();
  const auto process = node().Start(
      ctx(), {.argv = {"sh", "-c", "trap '' TERM HUP; " + Endless(mark)}});
  ASSERT_THAT(process, IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "ready\n");
  (*process)->End(Drop, Drop);
  EXPECT_TRUE(Becomes(NoneIsLeft(mark)));
}

TEST_P(TransportContract, KeepsTheLastWordsOfACommandThatIsEnded) {
  const auto process = node().Start(
      ctx(), {.argv = {"sh", "-c",
                       "trap 'echo last words; exit' TERM; echo ready; "
                       "while :; do sleep 0.05; done"}});
  ASSERT_THAT(process, IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "ready\n");
  std::string output;
  (*process)->End(
      [&](absl::string_view piece) {
        absl::StrAppend(&output, piece);
        return absl::OkStatus();
      },
      Drop);
  EXPECT_EQ(output, "last words\n");
}

TEST_P(TransportContract, KillsACommandThatNobodyWaitsFor) {
  const std::string mark = Mark();
  {
    const auto process =
        node().Start(ctx(), {.argv = {"sh", "-c", Endless(mark)}});
    ASSERT_THAT(process, IsOk());
    EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "ready\n");
  }
  EXPECT_TRUE(Becomes(NoneIsLeft(mark)));
}

TEST_P(TransportContract, SendsSignals) {
  const auto process = node().Start(
      ctx(), {.argv = {"sh", "-c",
                       "exec 2>/dev/null; "
                       "trap 'echo got it; exit 7' USR1; echo ready; "
                       "while :; do sleep 0.05; done"}});
  ASSERT_THAT(process, IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "ready\n");
  EXPECT_THAT((*process)->Signal(ctx(), "USR1"), IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "got it\n");
}

TEST_P(TransportContract, TellsOfANodeThatIsKilledMeanwhile) {
  const auto process =
      agent().Start(ctx(), {.argv = {"sh", "-c", "echo ready; sleep 1000"}});
  ASSERT_THAT(process, IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "ready\n");
  StopAgent();
  const absl::StatusOr<int> ended = RunToEnd(ctx(), **process, Drop, Drop);
  // The engine tells a code of its own for what died with its container.
  if (GetParam() == "ssh") {
    EXPECT_THAT(ended, StatusIs(absl::StatusCode::kUnavailable));
  } else {
    EXPECT_THAT(ended, IsOkAndHolds(137));
  }
  StartAgent();
}

TEST_P(TransportContract, TellsOfANodeThatDoesNotRun) {
  StopAgent();
  EXPECT_THAT(
      agent().Run(ctx(), {.argv = {"true"}}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("running")));
  StartAgent();
}

TEST_P(TransportContract, ReachesANodeThatWasStartedAgain) {
  EXPECT_THAT(agent().MustRun(ctx(), {.argv = {"hostname"}}),
              IsOkAndHolds("agent-0\n"));
  StopAgent();
  StartAgent();
  EXPECT_THAT(agent().MustRun(ctx(), {.argv = {"hostname"}}),
              IsOkAndHolds("agent-0\n"));
}

INSTANTIATE_TEST_SUITE_P(Transports, TransportContract,
                         testing::Values("docker-exec", "ssh"),
                         [](const auto& info) {
                           return info.param == "ssh" ? "Ssh" : "DockerExec";
                         });

}  // namespace
}  // namespace minidcos
