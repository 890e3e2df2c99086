// Streams and exit codes.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/context.h"
#include "common/base/parallel.h"
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

// Bytes of every value, no two periods of which lie alike in a power of two.
std::string Binary(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<char>(i % 251 + i / 65521);
  }
  return bytes;
}

TEST_P(TransportContract, KeepsTheStreamsApart) {
  const auto result =
      Run({.argv = {"sh", "-c", "echo out; echo err >&2; printf no-newline"}});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, "out\nno-newline");
  EXPECT_EQ(result->stderr_text, "err\n");
}

TEST_P(TransportContract, PassesEveryByteBothWays) {
  const std::string bytes = Binary(5 << 20);
  const auto result =
      Run({.argv = {"sh", "-c", "tee /dev/stderr"}, .has_input = true}, bytes);
  ASSERT_THAT(result, IsOk());
  EXPECT_TRUE(result->stdout_text == bytes) << result->stdout_text.size();
  EXPECT_TRUE(result->stderr_text == bytes) << result->stderr_text.size();
}

TEST_P(TransportContract, HasAnEmptyInputUnlessThereIsOne) {
  const auto result = Run({.argv = {"cat"}});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 0);
  EXPECT_EQ(result->stdout_text, "");
}

TEST_P(TransportContract, TakesACommandThatReadsNoInput) {
  const auto result =
      Run({.argv = {"true"}, .has_input = true}, Binary(4 << 20));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->exit_code, 0);
}

TEST_P(TransportContract, PassesEveryExitCode) {
  for (const int code : {0, 1, 2, 125, 126, 127, 128, 254, 255}) {
    const auto result =
        Run({.argv = {"sh", "-c", absl::StrCat("exit ", code)}});
    ASSERT_THAT(result, IsOk()) << code;
    EXPECT_EQ(result->exit_code, code);
  }
}

TEST_P(TransportContract, TellsAProgramThatIsNotThereOrNone) {
  const auto missing = Run({.argv = {"no-such-program"}});
  ASSERT_THAT(missing, IsOk());
  EXPECT_EQ(missing->exit_code, 127);
  EXPECT_THAT(missing->stderr_text, HasSubstr("no-such-program"));
  const auto no_program = Run({.argv = {"/etc/passwd"}});
  ASSERT_THAT(no_program, IsOk());
  EXPECT_EQ(no_program->exit_code, 126);
}

TEST_P(TransportContract, TellsASignalByACodeOfItsOwn) {
  for (const int signal_number : {9, 15, 6, 13}) {
    const auto result = Run(
        {.argv = {"sh", "-c", absl::StrCat("kill -", signal_number, " $$")}});
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(result->exit_code, 128 + signal_number);
    EXPECT_EQ(result->stderr_text, "");
  }
}

TEST_P(TransportContract, GivesOutputAsItComes) {
  const auto process = node().Start(
      ctx(), {.argv = {"sh", "-c", "echo here; cat"}, .has_input = true});
  ASSERT_THAT(process, IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "here\n");
  EXPECT_THAT((*process)->Write(ctx(), "there\n"), IsOk());
  EXPECT_EQ(ReadUntil(ctx(), **process, "\n"), "there\n");
  EXPECT_THAT((*process)->CloseWrite(), IsOk());
  const auto end = (*process)->Read(ctx());
  ASSERT_THAT(end, IsOk());
  EXPECT_EQ(end->bytes, "");
  EXPECT_THAT((*process)->Wait(ctx()), IsOkAndHolds(0));
}

TEST_P(TransportContract, RunsFiftyCommandsAtOnce) {
  const Node node = this->node();
  const std::vector<absl::Status> statuses =
      ForEachParallel(50, 50, [&](int i) -> absl::Status {
        // Each is there until all are.
        const auto output = node.MustRun(
            ctx(),
            {.argv = {"sh", "-c",
                      absl::StrCat("mkdir -p /tmp/fifty; >/tmp/fifty/", i,
                                   "; until [ $(ls /tmp/fifty | wc -l) = 50 ]; "
                                   "do sleep 0.5; done; echo ",
                                   i)}});
        if (!output.ok()) return output.status();
        EXPECT_EQ(*output, absl::StrCat(i, "\n"));
        return absl::OkStatus();
      });
  EXPECT_THAT(FirstError(statuses), IsOk());
  Shell("rm -r /tmp/fifty");
}

}  // namespace
}  // namespace minidcos
