// The examples that Bazel does not run (testing/examples): the Makefile, and
// the workflow that runs it on GitHub.

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testing/e2e/e2e.h"
#include "testing/status_matchers.h"
#include "testing/tool_runner/tool_runner.h"
#include "yaml-cpp/yaml.h"

namespace minidcos {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kFolder[] = "testing/examples/make/";

std::string Read(const std::string& file) {
  const auto content = ReadFile(RunfilePath(absl::StrCat(kFolder, file)));
  EXPECT_THAT(content, IsOk());
  return content.ok() ? *content : "";
}

class Makefile : public E2eTest {
 protected:
  Makefile() : project_(*ScopedFolder::Make("/tmp", "minidcos-example-")) {
    Write("Makefile", Read("Makefile"));
    Write("check.sh", Read("check.sh"));
  }

  void Write(const std::string& file, const std::string& content) const {
    ASSERT_THAT(WriteFile(Path(file), content, 0755), IsOk());
  }
  std::string Path(const std::string& file) const {
    return absl::StrCat(project_.path(), "/", file);
  }

  // `make TARGET`, by which a cluster is this test's.
  ToolResult Make(const std::string& target) const {
    const fs::path tools = fs::path(RunfilePath("bin/minidcos")).parent_path();
    return RunToEnd(
        "/usr/bin/make",
        {"-C", project_.path(), target, absl::StrCat("ID=", id()),
         absl::StrCat("NODES=--masters 1 --agents 2 --public-agents 0 -c ",
                      id())},
        {.environment = {{"DOCKER_HOST", docker().host()},
                         {"PATH", absl::StrCat(tools.string(), ":",
                                               std::getenv("PATH"))},
                         {"TMPDIR", temporary_folder()}},
         .timeout = absl::Minutes(8)});
  }

 private:
  const ScopedFolder project_;
};

TEST_F(Makefile, TestsOnAClusterThatIsGoneThen) {
  const ToolResult passed = Make("test");
  EXPECT_EQ(passed.exit_code, 0) << passed;
  EXPECT_THAT(passed.out, HasSubstr("both agents have the file\n"));
  EXPECT_FALSE(fs::exists(Path("logs.tar.gz")));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

TEST_F(Makefile, FailsWithTheTestAndLeavesItsJournals) {
  Write("check.sh", "#!/bin/sh\nexit 1\n");
  const ToolResult failed = Make("test");
  EXPECT_EQ(failed.exit_code, 2) << failed;
  EXPECT_TRUE(fs::exists(Path("logs.tar.gz")));
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
  EXPECT_EQ(Make("clean").exit_code, 0);
  EXPECT_FALSE(fs::exists(Path("logs.tar.gz")));
}

TEST_F(Makefile, MakesAClusterOnceAndRemovesIt) {
  const ToolResult made = Make("cluster");
  ASSERT_EQ(made.exit_code, 0) << made;
  const ToolResult again = Make("cluster");
  EXPECT_EQ(again.exit_code, 0) << again;
  EXPECT_THAT(again.err, Not(HasSubstr("Starting")));
  EXPECT_EQ(Run("exec", {"--node=agent_1", "true"}).exit_code, 0);
  const ToolResult clean = Make("clean");
  EXPECT_EQ(clean.exit_code, 0) << clean;
  EXPECT_THAT(WhatIsLeft(), IsEmpty());
}

// No test can run it here.
TEST(Workflow, RunsWhatTheMakefileAndThisRepositoryHave) {
  const YAML::Node job =
      YAML::Load(Read(".github/workflows/test.yml"))["jobs"]["test"];
  ASSERT_TRUE(job["runs-on"].IsDefined());
  std::vector<std::string> commands;
  std::string journals;
  for (const YAML::Node& step : job["steps"]) {
    ASSERT_TRUE(step["run"].IsDefined() || step["uses"].IsDefined());
    if (step["run"].IsDefined()) commands.push_back(step["run"].Scalar());
    if (step["with"].IsDefined() && step["if"].IsDefined()) {
      journals = step["with"]["path"].Scalar();
    }
  }
  EXPECT_THAT(commands, Contains("make test"));
  EXPECT_THAT(Read("Makefile"),
              AllOf(HasSubstr("\ntest:\n"),
                    HasSubstr(absl::StrCat("--bundle-on-failure ", journals))));
  EXPECT_THAT(commands, Contains(AllOf(HasSubstr(". scripts/setup.sh &&"),
                                       HasSubstr("set_up_machine"),
                                       HasSubstr("bazel build //:bin\n"),
                                       HasSubstr("./install\n"))));
  const auto setup = ReadFile(RunfilePath("scripts/setup.sh"));
  ASSERT_THAT(setup, IsOk());
  EXPECT_THAT(*setup, HasSubstr("\nset_up_machine() {"));
  EXPECT_TRUE(fs::exists(RunfilePath("install")));
}

}  // namespace
}  // namespace minidcos
