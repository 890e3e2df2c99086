// The programs that the documentation shows do what it says there.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/files.h"
#include "common/cluster/labels.h"
#include "common/docker/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"

namespace minidcos {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Example : public E2eTest {};

TEST_F(Example, MakesAClusterThatIsGoneWithItsScope) {
  const ToolResult result =
      RunToEnd(RunfilePath("testing/example/example"), {},
               {.environment = {{"DOCKER_HOST", docker().host()},
                                {"TMPDIR", temporary_folder()}}});
  ASSERT_EQ(result.exit_code, 0) << result;
  const std::vector<std::string> lines = absl::StrSplit(result.out, '\n');
  ASSERT_THAT(lines, SizeIs(4)) << result;
  EXPECT_EQ(lines[1], "agent-0");
  EXPECT_EQ(lines[2], "agent-1");
  const auto left = docker().ListContainers(
      Deadline(), {{"label", {absl::StrCat(kClusterIdLabel, "=", lines[0])}}});
  ASSERT_THAT(left, IsOk());
  EXPECT_THAT(left->items(), IsEmpty());
  EXPECT_THAT(WhatIsLeft(), IsEmpty()) << "the workspace";
}

TEST_F(Example, InstallsDcosAndRunsItsTests) {
  const ToolResult result =
      RunToEnd(RunfilePath("testing/example/dcos"),
               {RunfilePath("testing/sample_dcos/dcos_generate_config.sh")},
               {.environment = {{"DOCKER_HOST", docker().host()},
                                {"TMPDIR", temporary_folder()}}});
  EXPECT_EQ(result.exit_code, 0) << result;
  EXPECT_EQ(result.out, "2.1.0-sample: pytest exits with 0\n");
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(Example, IsInTheDocumentation) {
  const std::pair<const char*, const char*> places[] = {
      {"README.md", "main.cc"}, {"docs/library.md", "dcos.cc"}};
  for (const auto& [page, name] : places) {
    const auto text = ReadFile(RunfilePath(page));
    const auto program =
        ReadFile(RunfilePath(absl::StrCat("testing/example/", name)));
    ASSERT_THAT(text, IsOk());
    ASSERT_THAT(program, IsOk());
    EXPECT_THAT(*text, HasSubstr(*program));
  }
}

}  // namespace
}  // namespace minidcos
