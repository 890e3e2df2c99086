#include "common/node/launcher.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/context.h"
#include "common/base/files.h"
#include "common/base/subprocess.h"
#include "common/node/command.h"
#include "common/node/node_identity.h"
#include "common/node/transport.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"

namespace minidcos {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;

// A program on this machine whose input comes before it runs.
class LocalProgram : public RemoteProgram {
 public:
  explicit LocalProgram(ProgramStart start) : start_(std::move(start)) {}

  absl::StatusOr<Piece> Read(const Context& ctx) override {
    if (!result_.has_value()) {
      ASSIGN_OR_RETURN(
          result_,
          RunSubprocess(ctx, start_.argv,
                        {.environment = start_.environment, .input = input_}));
      return Piece{.bytes = result_->stdout_text};
    }
    return Piece{.is_stderr = true,
                 .bytes = std::exchange(result_->stderr_text, "")};
  }
  absl::Status Write(const Context&, absl::string_view bytes) override {
    absl::StrAppend(&input_, bytes);
    return absl::OkStatus();
  }
  absl::Status CloseWrite() override { return absl::OkStatus(); }
  absl::Status Resize(const Context&, TerminalSize) override {
    return absl::OkStatus();
  }
  absl::StatusOr<int> Wait(const Context&) override {
    return result_->exit_code;
  }

 private:
  const ProgramStart start_;
  std::string input_;
  std::optional<SubprocessResult> result_;
};

// This machine for a node.
class LocalTransport : public Transport {
 public:
  explicit LocalTransport(Limits limits) : limits_(limits) {}

  Limits limits() const override { return limits_; }
  absl::StatusOr<std::unique_ptr<RemoteProgram>> Start(
      const Context&, const NodeIdentity&, const ProgramStart& start) override {
    starts_.push_back(start);
    return std::make_unique<LocalProgram>(start);
  }

  // All that was started.
  const std::vector<ProgramStart>& starts() const { return starts_; }

 private:
  const Limits limits_;
  std::vector<ProgramStart> starts_;
};

constexpr Transport::Limits kRoomy = {
    .line = size_t{1} << 20, .utf8 = false, .carries_environment = true};

Context Deadline() { return Context().WithTimeout(absl::Seconds(30)); }

// What a command does that is started by `transport`: its output without the
// launcher's line, which must be there.
SubprocessResult RunLaunched(const Command& command,
                             Transport::Limits limits = kRoomy) {
  LocalTransport transport(limits);
  const auto start = PrepareLaunch(Deadline(), transport, {}, command);
  EXPECT_THAT(start, IsOk());
  if (!start.ok()) return {};
  auto result = RunSubprocess(Deadline(), start->argv,
                              {.environment = start->environment});
  EXPECT_THAT(result, IsOk());
  if (!result.ok()) return {};
  EXPECT_NE(TakeLaunchLine(result->stdout_text), std::nullopt)
      << result->stdout_text << result->stderr_text;
  return *result;
}

TEST(TakeLaunchLine, TakesTheLineAndWhatIsBeforeIt) {
  std::string output = absl::StrCat("welcome\n", LaunchLine(123), "out\n");
  EXPECT_EQ(TakeLaunchLine(output), 123);
  EXPECT_EQ(output, "out\n");
}

TEST(TakeLaunchLine, UnderstandsATerminal) {
  std::string output = "minidcos-exec 7\r\nout\r\n";
  EXPECT_EQ(TakeLaunchLine(output), 7);
  EXPECT_EQ(output, "out\r\n");
}

TEST(TakeLaunchLine, WaitsForTheWholeLine) {
  for (const char* begin : {"", "minidcos", "minidcos-exec 12", "other\n"}) {
    std::string output = begin;
    EXPECT_EQ(TakeLaunchLine(output), std::nullopt) << begin;
    EXPECT_EQ(output, begin);
  }
}

TEST(CommandOfLaunch, IsTheCommandThatWasPrepared) {
  LocalTransport transport(kRoomy);
  const auto start = PrepareLaunch(
      Deadline(), transport, {},
      {.argv = {"ls", "-l", ""}, .user = "me", .directory = "/tmp"});
  ASSERT_THAT(start, IsOk());
  const std::optional<Command> command = CommandOfLaunch(start->argv);
  ASSERT_TRUE(command.has_value());
  EXPECT_THAT(command->argv, ElementsAre("ls", "-l", ""));
  EXPECT_EQ(command->user, "me");
  EXPECT_EQ(command->directory, "/tmp");
  EXPECT_FALSE(CommandOfLaunch({"sh", "-c", "true"}).has_value());
}

TEST(PrepareLaunch, RefusesWhatNoNodeCouldRun) {
  LocalTransport transport(kRoomy);
  const auto refuses = [&](const Command& command, const char* text) {
    EXPECT_THAT(PrepareLaunch(Deadline(), transport, {}, command),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(text)));
  };
  refuses({}, "no command");
  refuses({.argv = {std::string("a\0b", 3)}}, "zero byte");
  refuses({.argv = {"x"}, .environment = {{"A B", ""}}}, "'A B'");
  refuses({.argv = {"x"}, .environment = {{"", ""}}}, "''");
  refuses({.argv = {"x"}, .directory = "tmp"}, "'tmp'");
}

TEST(PrepareLaunch, GivesATerminalItsSize) {
  LocalTransport transport(kRoomy);
  const auto start = PrepareLaunch(
      Deadline(), transport, {},
      {.argv = {"x"}, .terminal = TerminalSize{.rows = 40, .columns = 132}});
  ASSERT_THAT(start, IsOk());
  EXPECT_THAT(start->environment,
              ElementsAre(Pair("COLUMNS", "132"), Pair("LINES", "40")));
  EXPECT_EQ(start->argv[7], "40 132");
}

TEST(PrepareLaunch, KeepsTheEnvironmentThroughSudo) {
  LocalTransport transport(kRoomy);
  const Command command = {.argv = {"id"},
                           .environment = {{"A", "1"}, {"B", "2"}},
                           .user = "me",
                           .sudo = true};
  const auto start = PrepareLaunch(Deadline(), transport, {}, command);
  ASSERT_THAT(start, IsOk());
  EXPECT_THAT(CommandOfLaunch(start->argv)->argv,
              ElementsAre("sudo", "-n", "--preserve-env=A,B", "--", "id"));
}

TEST(PrepareLaunch, NeedsNoSudoForRoot) {
  LocalTransport transport(kRoomy);
  for (const char* root : {"", "root", "0"}) {
    const auto start =
        PrepareLaunch(Deadline(), transport, {},
                      {.argv = {"id"}, .user = root, .sudo = true});
    ASSERT_THAT(start, IsOk());
    EXPECT_THAT(CommandOfLaunch(start->argv)->argv, ElementsAre("id"));
  }
}

TEST(Launcher, PassesWordsLiterally) {
  const std::vector<std::string> words = {
      "", "a b", "$HOME", "`id`", "'", "\"", "\\", "\n", "*", "-n", "a\\nb"};
  Command command = {.argv = {"printf", "[%s]"}};
  command.argv.insert(command.argv.end(), words.begin(), words.end());
  std::string expected;
  for (const std::string& word : words) {
    absl::StrAppend(&expected, "[", word, "]");
  }
  EXPECT_EQ(RunLaunched(command).stdout_text, expected);
}

TEST(Launcher, RunsNoBuiltinOfTheShell) {
  // dash's own echo would make a line end of it.
  EXPECT_EQ(RunLaunched({.argv = {"echo", "a\\nb"}}).stdout_text, "a\\nb\n");
}

TEST(Launcher, RunsWhereItIsTold) {
  EXPECT_EQ(RunLaunched({.argv = {"pwd"}}).stdout_text, "/\n");
  EXPECT_EQ(RunLaunched({.argv = {"pwd"}, .directory = "/usr"}).stdout_text,
            "/usr\n");
}

TEST(Launcher, TellsExitCodesAsAShellDoes) {
  EXPECT_EQ(RunLaunched({.argv = {"true"}}).exit_code, 0);
  EXPECT_EQ(RunLaunched({.argv = {"sh", "-c", "exit 255"}}).exit_code, 255);
  const SubprocessResult missing = RunLaunched({.argv = {"no-such-program"}});
  EXPECT_EQ(missing.exit_code, 127);
  EXPECT_THAT(missing.stderr_text, HasSubstr("no-such-program: not found"));
  EXPECT_EQ(RunLaunched({.argv = {"/etc/passwd"}}).exit_code, 126);
}

TEST(Launcher, TellsTheSignalThatEndedACommandWithoutAWord) {
  const SubprocessResult killed =
      RunLaunched({.argv = {"sh", "-c", "kill -9 $$"}});
  EXPECT_EQ(killed.exit_code, 128 + 9);
  EXPECT_EQ(killed.stderr_text, "");
}

TEST(Launcher, KeepsTheStreamsApart) {
  const SubprocessResult result =
      RunLaunched({.argv = {"sh", "-c", "echo out; echo err >&2"}});
  EXPECT_EQ(result.stdout_text, "out\n");
  EXPECT_EQ(result.stderr_text, "err\n");
}

// A launch that fails prints why, exits with 125 and tells no session.
TEST(Launcher, FailsBeforeItsLineWhereItCannotGo) {
  LocalTransport transport(kRoomy);
  for (const Command& command :
       {Command{.argv = {"true"}, .directory = "/no/such"},
        Command{.argv = {"true"}, .user = "no-such-user"},
        Command{.argv = {"true"}, .user = "root:no-such-group"},
        Command{.argv = {"true"}, .user = ":"}}) {
    const auto start = PrepareLaunch(Deadline(), transport, {}, command);
    ASSERT_THAT(start, IsOk());
    const auto result = RunSubprocess(Deadline(), start->argv);
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(result->exit_code, 125);
    EXPECT_EQ(result->stdout_text, "");
    EXPECT_THAT(result->stderr_text, Not(IsEmpty()));
  }
}

TEST(LaunchFile, CarriesWhatTheTransportCannot) {
  const Command command = {
      .argv = {"sh", "-c", "printf '%s|' \"$A\" \"$@\"", "sh", "\xff\xfe", "'",
               std::string(100'000, 'x')},
      .environment = {{"A", "it's\n$HOME"}}};
  const std::string expected =
      absl::StrCat("it's\n$HOME|\xff\xfe|'|", std::string(100'000, 'x'), "|");
  for (const Transport::Limits& limits :
       {Transport::Limits{
            .line = 1000, .utf8 = false, .carries_environment = true},
        Transport::Limits{
            .line = size_t{1} << 20, .utf8 = true, .carries_environment = true},
        Transport::Limits{.line = size_t{1} << 20,
        .utf8 = false,
        .carries_environment = false}}) {
    const SubprocessResult result = RunLaunched(command, limits);
    EXPECT_TRUE(result.stdout_text == expected) << result.stderr_text;
  }
}

TEST(LaunchFile, IsPrivateAndGoneOnceItWasRead) {
  LocalTransport transport({.line = 1, .utf8 = true});
  const auto start =
      PrepareLaunch(Deadline(), transport, {},
                    {.argv = {"true"}, .environment = {{"SECRET", "hush"}}});
  ASSERT_THAT(start, IsOk());
  const std::string file = start->argv[4];
  EXPECT_THAT(file, StartsWith("/dev/shm/minidcos-"));
  const auto mode = RunSubprocess(Deadline(), {"stat", "-c", "%a", file});
  ASSERT_THAT(mode, IsOk());
  EXPECT_EQ(mode->stdout_text, "600\n");
  for (const ProgramStart& started : transport.starts()) {
    EXPECT_THAT(started.argv, Each(Not(HasSubstr("hush"))));
  }
  ASSERT_THAT(RunSubprocess(Deadline(), start->argv), IsOk());
  EXPECT_THAT(ReadFile(file), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace minidcos
