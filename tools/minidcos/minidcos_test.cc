#include "tools/minidcos/minidcos.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/status_matchers.h"
#include "tools/registry.h"

namespace minidcos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<RegisteredTool>& Tools() {
  static const auto& tools = *new std::vector<RegisteredTool>{
      {"create", "Clusters", "Make a cluster.", {}, true, false},
      {"list", "Clusters", "List all clusters.", {}, true, false},
      {"exec", "Nodes", "Run a command.", {}, true, true},
  };
  return tools;
}

TEST(PlanDispatch, PassesEveryArgumentToTheTool) {
  const auto dispatch =
      PlanDispatch({"list", "--help", "-c", "x", "--"}, Tools());
  ASSERT_THAT(dispatch, IsOk());
  EXPECT_THAT(dispatch->command,
              ElementsAre("minidcos-list", "--help", "-c", "x", "--"));
  EXPECT_THAT(dispatch->text, IsEmpty());
}

TEST(PlanDispatch, TakesTheWordDockerOfOldCommandLines) {
  const auto dispatch = PlanDispatch({"docker", "exec", "docker"}, Tools());
  ASSERT_THAT(dispatch, IsOk());
  EXPECT_THAT(dispatch->command, ElementsAre("minidcos-exec", "docker"));
}

TEST(PlanDispatch, ListsTheToolsByGroup) {
  const auto dispatch = PlanDispatch({"--help"}, Tools());
  ASSERT_THAT(dispatch, IsOk());
  EXPECT_THAT(dispatch->command, IsEmpty());
  EXPECT_THAT(dispatch->text, HasSubstr("\nClusters:\n"
                                        "  create  Make a cluster.\n"
                                        "  list    List all clusters.\n"
                                        "\nNodes:\n"
                                        "  exec  Run a command.\n"));
}

TEST(PlanDispatch, SuggestsTheNearestTool) {
  EXPECT_THAT(PlanDispatch({"lsit"}, Tools()).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "unknown tool 'lsit'; did you mean 'list'?"));
}

TEST(PlanDispatch, RefusesWhatNamesNoTool) {
  const std::vector<std::vector<std::string>> command_lines = {
      {}, {"docker"}, {""}, {"../list"}, {"-c", "list"}, {"zzzzzz"}};
  for (const std::vector<std::string>& command_line : command_lines) {
    EXPECT_THAT(PlanDispatch(command_line, Tools()).status(),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

std::string Completed(const std::vector<std::string>& words) {
  std::vector<std::string> arguments = {"--complete"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  const auto dispatch = PlanDispatch(arguments, Tools());
  if (!dispatch.ok()) return dispatch.status().ToString();
  return dispatch->text + absl::StrJoin(dispatch->command, " ");
}

TEST(PlanDispatch, CompletesTheToolsName) {
  EXPECT_EQ(Completed({"l"}), "words\nlist\tList all clusters.\n");
  EXPECT_EQ(Completed({"docker", "l"}), "words\nlist\tList all clusters.\n");
  EXPECT_EQ(Completed({"zz"}), "words\n");
  EXPECT_THAT(Completed({""}), HasSubstr("\ncreate\tMake a cluster.\n"));
  EXPECT_THAT(Completed({"--v"}), HasSubstr("\n--version\t"));
}

TEST(PlanDispatch, LeavesTheRestOfTheLineToTheTool) {
  EXPECT_EQ(Completed({"docker", "list", "--output", ""}),
            "minidcos-list --complete --output ");
  EXPECT_EQ(Completed({"list", ""}), "minidcos-list --complete ");
  EXPECT_EQ(Completed({"no-such", ""}), "words\n");
  EXPECT_EQ(Completed({}), "words\n");
}

TEST(Execute, SaysWhichProgramIsMissing) {
  EXPECT_THAT(
      Execute("/nonexistent/minidcos", {"minidcos-none-such"}),
      StatusIs(absl::StatusCode::kUnavailable,
               HasSubstr("running 'minidcos-none-such': No such file")));
}

}  // namespace
}  // namespace minidcos
