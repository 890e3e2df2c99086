// Words, users, folders and variables.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/node/command.h"
#include "common/node/node.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "testing/transport_contract/transport_fixture.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// A command that prints its words after the first, each ended by a zero byte.
Command Print(const std::vector<std::string>& words) {
  Command command = {.argv = {"printf", "%s\\0"}};
  command.argv.insert(command.argv.end(), words.begin(), words.end());
  return command;
}

std::string Ended(const std::vector<std::string>& words) {
  return absl::StrCat(absl::StrJoin(words, std::string(1, '\0')),
                      std::string(1, '\0'));
}

TEST_P(TransportContract, PassesWordsLiterally) {
  const std::vector<std::string> words = {
      "",         "a b",     "$HOME", "`id`", "it's",     "\"",
      "\\",       "a\nb\n",  "*",     "~",    ";|&<>()#", "!x",
      "-n",       "--",      "%s",    "\t",   "\xff\xfe", "\xc3\xa4",
      "{a,b}[c]", "\\n\\0c", "$(id)", "a=b",  "\x01\x7f", "'\\''"};
  const auto result = Run(Print(words));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, Ended(words));
}

TEST_P(TransportContract, PassesTenThousandWords) {
  std::vector<std::string> words;
  for (int i = 0; i < 10000; ++i) words.push_back(absl::StrCat("word ", i));
  const auto result = Run(Print(words));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, Ended(words));
}

TEST_P(TransportContract, PassesTheLongestWordThatTheKernelTakes) {
  const std::string word = std::string(131066, 'x') + "' \xff\n'";
  ASSERT_EQ(word.size(), 131071);
  // Not by a shell's built-in command, which would take more.
  const auto result = Run({.argv = {"/usr/bin/printf", "%s", word}});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, word);
}

TEST_P(TransportContract, RefusesWordsThatNoKernelTakes) {
  EXPECT_THAT(Run({.argv = {"echo", std::string("a\0b", 3)}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_P(TransportContract, RunsAsRootInTheRootFolderUnlessTold) {
  EXPECT_EQ(Shell("id -u; pwd"), "0\n/\n");
}

TEST_P(TransportContract, RunsAsTheUserAndGroupThatAreAskedFor) {
  const std::vector<std::string> argv = {"sh", "-c",
                                         "id -u; id -g; echo $USER $HOME"};
  const auto user = Run({.argv = argv, .user = "daemon"});
  ASSERT_THAT(user, IsOk());
  EXPECT_EQ(user->stdout_text, "1\n1\ndaemon /usr/sbin\n");
  const auto with_group = Run({.argv = argv, .user = "daemon:adm"});
  ASSERT_THAT(with_group, IsOk());
  EXPECT_EQ(with_group->stdout_text, "1\n4\ndaemon /usr/sbin\n");
  const auto numbers = Run({.argv = argv, .user = "4711:4712"});
  ASSERT_THAT(numbers, IsOk());
  EXPECT_THAT(numbers->stdout_text, StartsWith("4711\n4712\n"));
}

TEST_P(TransportContract, RunsAsRootBySudoAsAUser) {
  Shell("echo 'daemon ALL=(ALL) NOPASSWD:SETENV: ALL' >/etc/sudoers.d/daemon");
  const auto result =
      Run({.argv = {"sh", "-c", "echo $SUDO_USER $(id -u) \"$A\""},
           .environment = {{"A", "x y"}},
           .user = "daemon",
           .sudo = true});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, "daemon 0 x y\n");
}

TEST_P(TransportContract, TellsOfAUserOrFolderThatIsNotThere) {
  EXPECT_THAT(Run({.argv = {"true"}, .user = "nobody-here"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("'nobody-here'")));
  EXPECT_THAT(
      Run({.argv = {"true"}, .directory = "/no/such"}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("'/no/such'")));
}

TEST_P(TransportContract, RunsInTheFolderThatIsAskedFor) {
  Shell("mkdir -p '/tmp/a b'");
  const auto result = Run({.argv = {"pwd"}, .directory = "/tmp/a b"});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, "/tmp/a b\n");
}

TEST_P(TransportContract, PassesVariablesLiterally) {
  const std::map<std::string, std::string> variables = {
      {"A", "two\nlines\n"},
      {"B", "it's \"$HOME\" `id`"},
      {"C", ""},
      {"D", "\xff\xfe"},
      {"PATH", "/usr/bin:/bin:/x"}};
  const auto result = Run({.argv = {"sh", "-c",
                                    "printf '%s|' \"$A\" \"$B\" \"${C-unset}\" "
                                    "\"$D\" \"$PATH\""},
                           .environment = variables});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text,
            "two\nlines\n|it's \"$HOME\" `id`||\xff\xfe|/usr/bin:/bin:/x|");
}

TEST_P(TransportContract, ShowsVariablesInNoProcessesArguments) {
  // The shell itself looks for the value, whose halves only the environment
  // joins: a grep would find itself.
  const auto result =
      Run({.argv = {"sh", "-c",
                    "shown=$(cat /proc/[0-9]*/cmdline | tr '\\0' ' ')\n"
                    "case $shown in\n"
                    "  *\"$FIRST$SECOND\"*) echo \"$shown\" ;;\n"
                    "  *sh*) echo hidden ;;\n"
                    "esac\n"
                    "ls /dev/shm"},
           .environment = {{"FIRST", "hidden"},
                           {"SECOND", "value"},
                           {"SECRET", "hiddenvalue"}}});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->stdout_text, "hidden\n");
}

}  // namespace
}  // namespace minidcos
