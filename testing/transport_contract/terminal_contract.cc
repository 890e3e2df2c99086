// Commands that have a terminal.

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "common/node/process.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/transport_contract/transport_fixture.h"

namespace minidcos {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr TerminalSize kSize = {.rows = 33, .columns = 111};

TEST_P(TransportContract, GivesATerminalOfTheSizeThatIsAskedFor) {
  const auto result =
      Run({.argv = {"sh", "-c",
                    "stty size; echo $LINES $COLUMNS; "
                    "test -t 0 && test -t 1 && test -t 2 && echo terminal"},
           .terminal = kSize});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, "33 111\r\n33 111\r\nterminal\r\n");
  EXPECT_EQ(result->stderr_text, "");
}

TEST_P(TransportContract, GivesNoTerminalUnlessAsked) {
  const auto result = Run({.argv = {"sh", "-c", "test -t 0 || test -t 1"}});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 1);
}

TEST_P(TransportContract, GivesATerminalThatEditsAndEchoes) {
  const auto process =
      node().Start(ctx(), {.argv = {"sh", "-c", "read x; echo \"got $x\""},
                           .terminal = kSize,
                           .has_input = true});
  ASSERT_THAT(process, IsOk());
  EXPECT_THAT((*process)->Write(ctx(),
                                "ab\x7f"
                                "c\r"),
              IsOk());
  EXPECT_THAT(ReadUntil(ctx(), **process, "got ac\r\n"), HasSubstr("ab"));
  EXPECT_THAT((*process)->Wait(ctx()), IsOkAndHolds(0));
}

TEST_P(TransportContract, ResizesTheTerminal) {
  const auto process =
      node().Start(ctx(), {.argv = {"bash", "-c",
                                    "trap 'stty size; exit' WINCH; echo ready; "
                                    "while :; do sleep 0.05; done"},
                           .terminal = kSize});
  ASSERT_THAT(process, IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "ready\r\n");
  EXPECT_THAT((*process)->Resize(ctx(), {.rows = 20, .columns = 70}), IsOk());
  EXPECT_THAT(ReadUntil(ctx(), **process, "\n"), EndsWith("20 70\r\n"));
  EXPECT_THAT((*process)->Wait(ctx()), IsOkAndHolds(0));
}

TEST_P(TransportContract, PassesAnInterruptFromTheKeyboard) {
  const auto process =
      node().Start(ctx(), {.argv = {"sh", "-c", "echo ready; exec sleep 1000"},
                           .terminal = kSize,
                           .has_input = true});
  ASSERT_THAT(process, IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "ready\r\n");
  EXPECT_THAT((*process)->Write(ctx(), "\x03"), IsOk());
  while (true) {
    const auto piece = (*process)->Read(ctx());
    ASSERT_THAT(piece, IsOk());
    if (piece->bytes.empty()) break;
  }
  EXPECT_THAT((*process)->Wait(ctx()), IsOkAndHolds(128 + 2));
}

TEST_P(TransportContract, PassesTheExitCodeFromATerminal) {
  const auto result =
      Run({.argv = {"sh", "-c", "exit 255"}, .terminal = kSize});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 255);
}

TEST_P(TransportContract, GoesOnAfterTheEndOfATerminalsInput) {
  const auto result =
      Run({.argv = {"sh", "-c", "read x; sleep 0.3; echo got $x"},
           .terminal = kSize,
           .has_input = true},
          "here\r");
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(result->stdout_text, EndsWith("got here\r\n"));
}

TEST_P(TransportContract, PassesManyBytesThroughATerminal) {
  const auto result = Run({.argv = {"seq", "100000"}, .terminal = kSize});
  ASSERT_THAT(result, IsOk());
  std::string expected;
  for (int i = 1; i <= 100000; ++i) absl::StrAppend(&expected, i, "\r\n");
  EXPECT_TRUE(result->stdout_text == expected) << result->stdout_text.size();
}

TEST_P(TransportContract, TakesManyBytesThroughATerminal) {
  const auto process = node().Start(
      ctx(), {.argv = {"sh", "-c",
                       "stty raw -echo; echo ready; head -c 300000 | wc -c; "
                       "exec cat >/dev/null"},
              .terminal = kSize,
              .has_input = true});
  ASSERT_THAT(process, IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "ready\n");
  EXPECT_THAT((*process)->Write(ctx(), std::string(300000, 'x')), IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "300000\n");
}

}  // namespace
}  // namespace minidcos
